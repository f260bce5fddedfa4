package io.sentineledge.filter.field;

import io.sentineledge.state.ProcessImage;

/**
 * The process that made a process by fork or clone, which need not be its parent: a parent that
 * ends leaves its children to another, and CLONE_PARENT makes a sibling.
 */
final class CreatorFields {
  private CreatorFields() {}

  static void define(FieldSet fields) {
    text(fields, "proc.creator.name", "proc.name", ImageText.NAME);
    text(fields, "proc.creator.exepath", "proc.exepath", ImageText.EXE_PATH);
    text(fields, "proc.creator.cmdline", "proc.cmdline", ImageText.COMMAND_LINE);
    fields.number(
        "proc.creator.pid",
        description("proc.pid"),
        Lineage.processNumber(process -> {
          ProcessImage creator = process.creator();
          return creator == null ? NumberSource.MISSING : creator.pid;
        }));
  }

  private static void text(FieldSet fields, String name, String of, ImageText property) {
    fields.text(
        name,
        description(of),
        event -> {
          ProcessImage process = event.process();
          ProcessImage creator = process == null ? null : process.creator();
          return creator == null ? null : property.of(creator);
        });
  }

  private static String description(String of) {
    return of
        + " of the process that made this one by fork or clone, as it was then; not its present"
        + " parent, where the creator has ended or CLONE_PARENT was used. Of processes older than"
        + " the agent, the parent at its start.";
  }
}
