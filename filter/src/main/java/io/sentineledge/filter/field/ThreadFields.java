package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.TEXT;
import static io.sentineledge.filter.field.Lineage.processNumber;

import io.sentineledge.event.RecordLayout.Header;

/** {@code thread.*}: the thread that caused the event. */
final class ThreadFields {
  private ThreadFields() {}

  static void define(FieldSet fields) {
    ProcessFields.header(
        fields, "thread.tid", "Thread id in the initial pid namespace.", Header.TID);
    ProcessFields.header(
        fields, "thread.vtid", "Thread id in the process's own pid namespace.", Header.VTID);
    fields.ofProcess(
        "thread.ismain",
        BOOL,
        "Whether the thread is the first of its process.",
        e -> e.event().u32(Header.TID) == e.event().pid() ? 1 : 0);
    fields.ofProcess(
        "thread.name",
        "What the thread calls itself at the time of the event.",
        e -> e.event().comm());
    capabilities(fields, "permitted", "", e -> e.event().u64(Header.CAP_PERMITTED));
    capabilities(fields, "effective", "", e -> e.event().u64(Header.CAP_EFFECTIVE));
    capabilities(
        fields, "inheritable", " As they were at exec.", processNumber(p -> p.capInheritable));
  }

  private static void capabilities(FieldSet fields, String set, String remark, NumberSource bits) {
    fields.add(
        "thread.cap_" + set,
        TEXT,
        "Names of the " + set + " capabilities, joined by blanks." + remark,
        (type, argument) ->
            new FlagsSource(
                FlagNames.CAPABILITIES, type.isTcpState() ? Lineage.numberWhereKnown(bits) : bits));
  }
}
