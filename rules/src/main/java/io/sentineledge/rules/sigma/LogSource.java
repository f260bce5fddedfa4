package io.sentineledge.rules.sigma;

import io.sentineledge.rules.Location;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a rule's events come from, in small letters. */
record LogSource(
    @Nullable String category,
    @Nullable String product,
    @Nullable String service,
    Location location) {

  /**
   * What its events are here; null if they do not exist, which is noted.
   *
   * @param asked the fields that the rule asks for, each with the values that it names, in small
   *     letters
   */
  @Nullable EventModel model(Map<String, Set<String>> asked, Findings findings) {
    String reason = null;
    if (product != null && !product.equals("linux")) {
      reason = "product '" + product + "' is not Linux";
    } else if (service != null && !service.equals("auditd") && !service.equals("sysmon")) {
      reason = "the log of service '" + service + "' is not read";
    } else if (category == null && "sysmon".equals(service)) {
      reason = "service 'sysmon' needs a category";
    } else if (category == null) {
      return "auditd".equals(service) ? AuditModel.of(asked) : SysmonModels.PROCESS_CREATION;
    }
    if (reason == null) {
      switch (String.valueOf(category)) {
        case "process_creation" -> {
          return SysmonModels.PROCESS_CREATION;
        }
        case "file_event" -> {
          return SysmonModels.FILE_EVENT;
        }
        case "network_connection" -> {
          return SysmonModels.NETWORK_CONNECTION;
        }
        default -> reason = "category '" + category + "' has no events here";
      }
    }
    findings.unsupported(location, reason);
    return null;
  }
}
