package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;

import io.sentineledge.event.EventType;
import io.sentineledge.event.RecordLayout.Header;
import io.sentineledge.event.RecordLayout.Ptrace;
import io.sentineledge.event.Text;
import io.sentineledge.state.EventContext;

/**
 * What is done by the agent and to it. It is known by its process id: while it looks at an event,
 * no other process can have that.
 */
final class AgentFields {
  private AgentFields() {}

  static void define(FieldSet fields) {
    fields.bool(
        "proc.is_agent",
        "Whether the process is this agent, whatever it is called.",
        event -> is(event, event.event().u32(Header.PID)));
    fields.add(
        "target.is_agent",
        BOOL,
        "Whether the process that the call is about is this agent.",
        (type, argument) -> {
          NumberSource source = event -> is(event, event.event().u32(Ptrace.TARGET_PID));
          return type == EventType.PTRACE ? source : null;
        });
    fields.add(
        "file.of_agent",
        BOOL,
        "Whether the file is one of this agent's process, below /proc: its memory, its settings.",
        (type, argument) -> {
          int path = FileNameSources.path(type);
          Text text = new Text();
          NumberSource source =
              event ->
                  !event.agentFolder().isEmpty()
                          && event.event().hostPath(path, text)
                          && text.startsWith(event.agentFolder())
                      ? 1
                      : 0;
          return path < 0 ? null : source;
        });
  }

  private static long is(EventContext event, int pid) {
    return pid != 0 && pid == event.agentPid() ? 1 : 0;
  }
}
