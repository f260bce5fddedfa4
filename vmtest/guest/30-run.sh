# The agent at work: it starts, alerts, stops, and leaves nothing in the kernel.
cat >/tmp/rules.yaml <<'END'
- rule: Shadow opened
  desc: A check of this machine opened the file.
  condition: evt.type in (open, openat, openat2) and fd.name = /etc/shadow and proc.name = act
  output: "Shadow opened (file=%fd.name asked=%fd.nameraw name=%proc.name program=%proc.exepath pid=%proc.pid)"
  priority: WARNING
END

# start NAME COMMAND...: runs the agent until it says "ready:"; its pid is $pid.
start() {
	name=$1
	shift
	: >$out
	: >$err
	"$@" >$out 2>$err &
	pid=$!
	for tenth in $(seq 600); do
		grep -q '^ready: ' $err && break
		kill -0 $pid 2>/dev/null || break
		sleep 0.1
	done
	if grep -qE '^ready: [0-9]+ rules, [0-9]+ programs attached in [0-9]+ ms' $err; then
		echo "@ pass $name"
	else
		echo "@ fail $name: $(head -c 800 $err | tr '\n' ' ')"
	fi
}

stop() {
	kill -TERM $pid
	wait $pid
	status=$?
	if [ $status -eq 0 ]; then
		echo "@ pass $1: SIGTERM, status 0"
	else
		echo "@ fail $1: SIGTERM, status $status: $(tail -n 5 $err | tr '\n' ' ')"
	fi
	for tenth in $(seq 20); do # the kernel frees a program some time after its last user
		left=$(act programs | tr '\n' ' ')
		[ -z "$left" ] && break
		sleep 0.1
	done
	if [ -z "$left" ]; then
		echo "@ pass $1: nothing is left in the kernel"
	else
		echo "@ fail $1: nothing is left in the kernel: $left"
	fi
}

# alert NAME FILTER...: a line on standard output, within a few seconds, that has each text.
alert() {
	name=$1
	shift
	for tenth in $(seq 50); do
		lines=$(cat $out)
		for text in "$@"; do
			lines=$(echo "$lines" | grep -F -- "$text")
		done
		[ -n "$lines" ] && break
		sleep 0.1
	done
	if [ -n "$lines" ]; then
		echo "@ pass $name"
	else
		echo "@ fail $name: no line has all of $*: $(head -c 800 $out)"
	fi
}

section "agent"
start "the agent is ready" $agent run --json --no-default-rules --rules /tmp/rules.yaml
grep '^ready: ' $err
loaded=$(act programs | grep -c '^program se_')
if [ "$loaded" -ge 5 ]; then
	echo "@ pass its programs are in the kernel: $loaded"
else
	echo "@ fail its programs are in the kernel: $loaded"
fi
act open /etc/shadow
alert "an alert for /etc/shadow" '"rule":"Shadow opened"' '"fd.name":"/etc/shadow"' '"proc.name":"act"' '"priority":"Warning"'
ln -s /etc/shadow /tmp/innocent
act open /tmp/innocent
alert "the same through a symbolic link" '"rule":"Shadow opened"' 'innocent'
act open32 /etc/shadow
for tenth in $(seq 50); do
	[ "$(grep -c '"rule":"Shadow opened"' $out)" -ge 3 ] && break
	sleep 0.1
done
if [ "$(grep -c '"rule":"Shadow opened"' $out)" -eq 3 ]; then
	echo "@ pass a 32-bit open alerts, each open once"
else
	echo "@ fail a 32-bit open alerts, each open once: $(head -c 2000 $out)"
fi
stop "the agent"
if grep -qv '^{.*}$' $out; then
	echo "@ fail standard output carries alerts and nothing else: $(grep -v '^{.*}$' $out | head -3)"
else
	echo "@ pass standard output carries alerts and nothing else"
fi

case $(uname -r) in
5.10.*) ;; # it needs more locked memory, see the refusals
*)
	section "least privilege"
	start "ready with CAP_BPF and CAP_PERFMON alone" little $agent run --json --no-default-rules --rules /tmp/rules.yaml
	stop "with two capabilities"
	;;
esac
