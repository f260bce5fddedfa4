package io.sentineledge.filter.field;

import static io.sentineledge.filter.field.FieldType.BOOL;
import static io.sentineledge.filter.field.FieldType.BYTES;
import static io.sentineledge.filter.field.FieldType.DURATION;
import static io.sentineledge.filter.field.FieldType.NUMBER;
import static io.sentineledge.filter.field.FieldType.TEXT;
import static io.sentineledge.filter.field.FieldType.TIME;

import io.sentineledge.filter.field.Field.Argument;

/**
 * Fields that rules may name but that have no value yet: containers, Kubernetes, and what belongs
 * to events that are not observed. They load, and follow the rules for missing values.
 */
final class AbsentFields {
  private static final String CONTAINER = "Of the container; no value yet.";
  private static final String KUBERNETES = "Of the Kubernetes pod; no value yet.";
  private static final String DATA = "Of calls that transfer data, which are not observed.";
  private static final String UNSUPPORTED = "Not determined.";

  private AbsentFields() {}

  static void define(FieldSet fields) {
    containers(fields);
    pods(fields);
    data(fields);
    others(fields);
  }

  private static void all(FieldSet fields, FieldType type, String description, String... names) {
    for (String name : names) {
      fields.absent(name, type, false, Argument.NONE, description);
    }
  }

  private static void keyed(FieldSet fields, String description, String... names) {
    for (String name : names) {
      fields.absent(name, TEXT, false, Argument.OPTIONAL_NAME, description);
    }
  }

  private static void containers(FieldSet fields) {
    all(
        fields,
        TEXT,
        CONTAINER,
        "container.id",
        "container.full_id",
        "container.name",
        "container.image",
        "container.image.id",
        "container.image.repository",
        "container.image.tag",
        "container.image.digest",
        "container.type",
        "container.mounts",
        "container.healthcheck",
        "container.liveness_probe",
        "container.readiness_probe",
        "container.ip",
        "container.cni.json",
        "container.labels",
        "container.info",
        "fd.containername",
        "fd.containerdirectory");
    keyed(
        fields,
        CONTAINER,
        "container.mount",
        "container.mount.source",
        "container.mount.dest",
        "container.mount.mode",
        "container.mount.rdwr",
        "container.mount.propagation",
        "container.label");
    all(
        fields,
        BOOL,
        CONTAINER,
        "container.privileged",
        "container.host_pid",
        "container.host_network",
        "container.host_ipc",
        "container.is_pod_sandbox",
        "proc.is_container_healthcheck",
        "proc.is_container_liveness_probe",
        "proc.is_container_readiness_probe");
    all(fields, TIME, CONTAINER, "container.start_ts");
    all(fields, DURATION, CONTAINER, "container.duration");
  }

  private static void pods(FieldSet fields) {
    all(
        fields,
        TEXT,
        KUBERNETES,
        "k8s.pod.name",
        "k8s.pod.id",
        "k8s.pod.uid",
        "k8s.pod.sandbox_id",
        "k8s.pod.full_sandbox_id",
        "k8s.pod.labels",
        "k8s.pod.ip",
        "k8s.pod.cni.json",
        "k8s.ns.name",
        "k8s.ns.id",
        "k8s.ns.labels",
        "k8s.node.name",
        "k8s.rc.name",
        "k8s.rc.id",
        "k8s.rc.labels",
        "k8s.rs.name",
        "k8s.rs.id",
        "k8s.rs.labels",
        "k8s.svc.name",
        "k8s.svc.id",
        "k8s.svc.labels",
        "k8s.deployment.name",
        "k8s.deployment.id",
        "k8s.deployment.labels");
    for (String kind : new String[] {"pod", "ns", "deployment", "svc", "rs", "rc"}) {
      String resource = "k8smeta." + kind;
      all(fields, TEXT, KUBERNETES, resource + ".name", resource + ".uid", resource + ".labels");
      keyed(fields, KUBERNETES, resource + ".label");
    }
    all(fields, TEXT, KUBERNETES, "k8smeta.pod.ip");
    keyed(
        fields,
        KUBERNETES,
        "k8s.pod.label",
        "k8s.ns.label",
        "k8s.rc.label",
        "k8s.rs.label",
        "k8s.svc.label",
        "k8s.deployment.label");
  }

  private static void data(FieldSet fields) {
    all(fields, BYTES, DATA, "evt.buffer");
    all(fields, NUMBER, DATA, "evt.buflen");
    all(fields, TEXT, DATA, "evt.io_dir", "syslog.facility.str", "syslog.severity.str");
    all(fields, TEXT, DATA, "syslog.message");
    all(fields, NUMBER, DATA, "syslog.facility", "syslog.severity");
    for (String name :
        new String[] {
          "evt.is_io", "evt.is_io_read", "evt.is_io_write", "evt.is_wait", "evt.is_syslog"
        }) {
      fields.bool(name, DATA + " Always false.", NumberSource.fixed(false));
    }
  }

  private static void others(FieldSet fields) {
    all(fields, TEXT, UNSUPPORTED, "fd.uid", "fd.cproto", "fd.sproto", "fd.lproto", "fd.rproto");
    fields.absent("fd.types", TEXT, true, Argument.OPTIONAL_INDEX, UNSUPPORTED);
    all(
        fields,
        TEXT,
        UNSUPPORTED,
        "proc.stdin.name",
        "proc.stdout.name",
        "proc.stderr.name",
        "fdlist.nums",
        "fdlist.names",
        "fdlist.cips",
        "fdlist.sips",
        "fdlist.cports",
        "fdlist.sports");
    all(
        fields,
        BOOL,
        UNSUPPORTED,
        "proc.is_exe_lower_layer",
        "fd.is_upper_layer",
        "fd.is_lower_layer");
    fields.absent("evt.around", NUMBER, false, Argument.REQUIRED, UNSUPPORTED);
    all(
        fields,
        NUMBER,
        UNSUPPORTED,
        "evt.count.error.file",
        "evt.count.error.net",
        "evt.count.error.memory",
        "evt.count.error.other",
        "thread.cpu",
        "thread.cpu.user",
        "thread.cpu.system",
        "proc.nthreads",
        "proc.nchilds",
        "proc.fdopencount",
        "proc.fdlimit",
        "proc.fdusage",
        "proc.vmsize",
        "proc.vmrss",
        "proc.vmswap",
        "thread.pfmajor",
        "thread.pfminor",
        "thread.vmsize",
        "thread.vmrss");
    all(fields, TIME, UNSUPPORTED, "proc.pidns_init_start_ts");
    all(
        fields,
        DURATION,
        UNSUPPORTED,
        "proc.exe_ino.ctime_duration_pidns_start",
        "thread.exectime",
        "thread.totexectime",
        "evt.latency",
        "evt.latency.s",
        "evt.latency.ns",
        "evt.wait_latency",
        "evt.deltatime",
        "evt.deltatime.s",
        "evt.deltatime.ns",
        "evt.reltime",
        "evt.reltime.s",
        "evt.reltime.ns");
    all(
        fields,
        TEXT,
        UNSUPPORTED,
        "thread.cgroups",
        "evt.asynctype",
        "evt.pluginname",
        "evt.plugininfo",
        "evt.latency.human");
    fields.absent("thread.cgroup", TEXT, false, Argument.REQUIRED, UNSUPPORTED);
  }
}
