package io.sentineledge.filter.field;

import org.jspecify.annotations.Nullable;

/**
 * One argument of a call that is reported by its arguments alone: a line of {@link CallTable}.
 *
 * @param kind what the number or text means
 * @param at place of the value: the argument's number from 1, or of structures an offset in bytes
 * @param names of the bits or values of a number, where it has such
 */
public record CallArgument(String name, Kind kind, int at, @Nullable FlagNames names) {
  /** What an argument is, and where its value comes from. */
  public enum Kind {
    /** What the call returned. */
    RESULT,
    /** What the call returned, a descriptor, with the path behind it. */
    NEW_DESCRIPTOR,
    SIGNED,
    UNSIGNED,
    LONG,
    /** Bits or a number of 32 bits that have names. */
    NAMED,
    USER,
    GROUP,
    /** A process as the caller numbers it. */
    PROCESS,
    /** The process behind the descriptor of a process, in the initial pid namespace. */
    TARGET,
    /** A descriptor, with the path behind it. */
    DESCRIPTOR,
    /** The file of the memory that the call is about. */
    MAPPED,
    /** A descriptor of which no more is known. */
    NUMBER_OF_DESCRIPTOR,
    /** Where the name of the file starts; AT_FDCWD. */
    DIRECTORY,
    TARGET_DIRECTORY,
    /** The names of the file. */
    FILE,
    /** The second file's. */
    TARGET_FILE,
    /** A text that may be the name of a file. */
    CONTENT,
    /** A text that names no file. */
    FIRST,
    SECOND,
    /** Numbers of the structure that was passed: of 32 and 64 bits. */
    MEMBER,
    LONG_MEMBER,
    /** The first number of a structure whose size is that of a number. */
    WHOLE,
    /** What is passed with a request of ioctl, as the request has it. */
    REQUEST_VALUE,
    /** All of a structure that is an array of group ids. */
    GROUPS,
    /** Capabilities as asked for, and after the call. */
    INHERITABLE,
    PERMITTED,
    EFFECTIVE,
    /** Type of the object that bpf is about, its name and its id. */
    OBJECT,
    OBJECT_NAME,
    OBJECT_ID
  }
}
