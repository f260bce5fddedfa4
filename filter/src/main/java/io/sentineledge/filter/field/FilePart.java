package io.sentineledge.filter.field;

/** A part of the one name of a file: see {@link io.sentineledge.event.EventView#soleFolder}. */
public enum FilePart {
  /** All of it. */
  PATH,
  /** The folder that holds the file; all of the name for a directory. */
  FOLDER,
  /** Its last component; none for a directory. */
  LEAF,
  /** What was asked for: all of the name, or its last component. */
  ASKED
}
