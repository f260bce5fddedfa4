# The agent at work: it starts, alerts, stops, and leaves nothing in the kernel.
case $(uname -r) in
6.12.*) rules="--rules /tmp/rules.yaml" ;; # beside the shipped rules
*) rules=$few ;;
esac

before=$(act ids)

# start NAME COMMAND...: runs the agent until it says "ready:"; its pid is $pid.
start() {
	name=$1
	shift
	: >$out
	: >$err
	"$@" >$out 2>$err &
	pid=$!
	for tenth in $(seq 3000); do # half a minute, but where other work runs beside the emulator
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
	elif [ $status -eq 1 ] && grep -q "stopping took too long" $err; then
		# Within 2 s on a real machine, where other tests see to it
		echo "@ lack speed of a real machine: $1 did not end within its deadline, and ended itself"
	else
		echo "@ fail $1: SIGTERM, status $status: $(tail -n 5 $err | tr '\n' ' ')"
	fi
	for tenth in $(seq 600); do # the kernel frees a program some time after its last user, and then its maps
		left=$(act ids)
		[ "$left" = "$before" ] && break
		sleep 0.1
	done
	if [ "$left" = "$before" ]; then
		echo "@ pass $1: nothing is left in the kernel"
	else
		echo "@ fail $1: nothing is left in the kernel: $(act programs | tr '\n' ' ')"
	fi
}

# alert NAME FILTER...: a line on standard output, within a minute, that has each text.
alert() {
	name=$1
	shift
	for tenth in $(seq 600); do
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
start "the agent is ready" $agent run --json $rules
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
for tenth in $(seq 600); do
	[ "$(grep -c '"rule":"Shadow opened"' $out)" -ge 3 ] && break
	sleep 0.1
done
if [ "$(grep -c '"rule":"Shadow opened"' $out)" -eq 3 ]; then
	echo "@ pass a 32-bit open alerts, each open once"
else
	echo "@ fail a 32-bit open alerts, each open once: $(head -c 2000 $out)"
fi
# It keeps the kernel's types for its next start, and loads the same instructions with them
kept=/opt/sentineledge/lib/kernel-types
instructions() { act programs | grep '^program se_' | sort; }
first=$(instructions)
for tenth in $(seq 3000); do
	[ -e $kept ] && break
	sleep 0.1
done
stop "the agent"
if grep -qv '^{.*}$' $out; then
	echo "@ fail standard output carries alerts and nothing else: $(grep -v '^{.*}$' $out | head -3)"
else
	echo "@ pass standard output carries alerts and nothing else"
fi

section "kept types"
start "ready with kept types" $agent run --json --log-level debug $few
second=$(instructions)
if grep -q "$kept fits this kernel" $err && [ -n "$first" ] && [ "$first" = "$second" ]; then
	echo "@ pass the same instructions with kept types: $(echo "$first" | wc -l) programs"
else
	echo "@ fail the same instructions with kept types: $(grep KeptTypes $err): $first: $second"
fi
stop "with kept types"

case $(uname -r) in
5.10.*) ;; # it needs more locked memory, see the refusals
*)
	section "least privilege"
	start "ready with CAP_BPF and CAP_PERFMON alone" /tmp/little $agent run --json $few
	stop "with two capabilities"
	;;
esac
