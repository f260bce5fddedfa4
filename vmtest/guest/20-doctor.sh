# What doctor says of this kernel.
agent=/opt/sentineledge/sentinel-edge
out=/tmp/out err=/tmp/err

# expect NAME STATUS PATTERN COMMAND...: the command's exit status, and a line of its output that matches.
expect() {
	name=$1 status=$2 pattern=$3
	shift 3
	"$@" >$out 2>$err
	got=$?
	if [ $got -ne "$status" ]; then
		echo "@ fail $name: exit status $got, expected $status: $(head -c 600 $err | tr '\n' ' ')"
	elif ! cat $out $err | grep -qE "$pattern"; then
		echo "@ fail $name: nothing matches '$pattern': $(cat $out $err | head -c 600 | tr '\n' ' ')"
	else
		echo "@ pass $name"
	fi
}

section "doctor"
expect "doctor: the agent can run here" 0 "The agent can run here" $agent doctor
cat $out
sed -nE 's/^ *(no|missing|unknown) +(.*[^ ])  +(.*)$/@ lack \2: \3/p' $out
for feature in fentry 'BPF LSM' kprobes tp_btf iter/task 'ring buffers'; do
	if grep -F "$feature" $out | grep -q '^ *ok '; then
		echo "@ pass doctor: yes to $feature"
	else
		echo "@ fail doctor: yes to $feature: $(grep -F "$feature" $out)"
	fi
done

# Which kernel functions there are follows from the version of a kernel without backports, as these are.
lacking=$(grep -E '^ *(no|missing) ' $out | grep -oE 'bpf_[a-z_]+' | sort | tr '\n' ' ')
case $(uname -r) in
5.10.*) expected="bpf_get_current_task_btf bpf_loop bpf_rdonly_cast " ;;
6.1.*) expected="bpf_rdonly_cast " ;;
*) expected="" ;;
esac
if [ "$lacking" = "$expected" ]; then
	echo "@ pass doctor: no to exactly what this kernel lacks"
else
	echo "@ fail doctor: no to exactly what this kernel lacks: '$lacking', expected '$expected'"
fi
