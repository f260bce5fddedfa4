# The wall clock is set forward by a day and back while the agent runs; nothing but the time of day may change with it. In
# one kernel: none has a part in it.
case $(uname -r) in
6.1.*)
	section "clock"
	cat >/tmp/clock.toml <<-END_OF_FILE
		[core]
		state_dir = "/tmp/state"
		[monitoring]
		auth_token_file = "/tmp/tokens"
		canary_interval_sec = 1
		[security]
		alert_on_anomalies = true
		[outputs.siem]
		type = "syslog"
		address = "tcp://127.0.0.1:5140"
		[outputs.bus]
		type = "kafka"
		servers = ["127.0.0.1:5141"]
		timeout_ms = 10000
	END_OF_FILE
	echo first >/tmp/tokens
	chmod 600 /tmp/clock.toml /tmp/tokens
	start "ready before the clock is set" $agent run --json $few --config /tmp/clock.toml

	# metric SAMPLE: its value
	metric() {
		wget -q -O - --header "Authorization: Bearer $token" http://127.0.0.1:9090/metrics | sed -n "s/^$1 //p"
	}

	# within NAME SECONDS COMMAND...: the command succeeds in time
	within() {
		name=$1 most=$2
		shift 2
		for second in $(seq "$most"); do
			"$@" && break
			sleep 1
		done
		if "$@"; then
			echo "@ pass $name"
		else
			echo "@ fail $name: not within $most s: $* $(tail -n 3 $err | tr '\n' ' ')"
		fi
	}

	answers() { [ -n "$(metric sentinel_canary_seen_total)" ]; }
	token=first
	within "its ports answer" 120 answers

	more_canaries() { [ "$(metric sentinel_canary_seen_total)" -gt "$canaries" ]; }
	healthy() { wget -q -O - http://127.0.0.1:8080/health | grep -q '"canary":{[^}]*"state":"ok"'; }
	alerts() { grep -c '"rule":"Shadow opened"' $out; }
	one_more() { [ "$(alerts)" -gt "$seen" ]; }

	# opened DAY NAME: opens the file at once, and when the new time is known; the second has one alert, with that day's time
	opened() {
		seen=$(alerts)
		act open /etc/shadow
		within "$2: an alert of the moment" 60 one_more
		sleep 2 # a clock that was set is followed within a second
		seen=$(alerts)
		act open /etc/shadow
		within "$2: an alert" 60 one_more
		last=$(tail -n 1 $out)
		if echo "$last" | grep -q "^{\"time\":\"${1}T" && [ "$(alerts)" -eq $((seen + 1)) ]; then
			echo "@ pass $2: one alert, with the time of day"
		else
			echo "@ fail $2: one alert, with the time of day, $1: $(tail -n 3 $out | tr '\n' ' ')"
		fi
		canaries=$(metric sentinel_canary_seen_total)
		within "$2: the agent sees its own event" 90 more_canaries
		within "$2: /health" 30 healthy
	}

	date -s "2031-05-05 12:00:00" >/dev/null
	opened 2031-05-05 "a clock that was set"
	date -s "2031-05-06 12:00:00" >/dev/null
	opened 2031-05-06 "a day forward"
	echo second >/tmp/tokens
	token=second
	within "a day forward: other tokens" 30 answers
	date -s "2031-05-05 12:00:10" >/dev/null
	opened 2031-05-05 "a day back"
	echo third >/tmp/tokens
	token=third
	within "a day back: other tokens" 30 answers

	# Kafka's client, which goes by the time of day, is left where it waits
	failures=$(metric 'sentinel_output_failures_total{output="bus"}')
	fails_again() { [ "$(metric 'sentinel_output_failures_total{output="bus"}')" -gt "$failures" ]; }
	within "a day back: a broker that is not there is asked again" 90 fails_again

	# What waits in the spool is offered again, however late it is now
	nc -l -p 5140 >/tmp/received &
	receiver=$!
	received() { [ "$(grep -o 'Shadow opened.,' /tmp/received | wc -l)" -ge 6 ]; }
	within "a receiver that was down gets what waited" 90 received
	kill $receiver

	sum=$(metric sentinel_alert_latency_seconds_sum)
	if [ "${sum%%.*}" -ge 0 ] && [ "${sum%%.*}" -lt 600 ]; then
		echo "@ pass no alert took a day: $sum s in all"
	else
		echo "@ fail no alert took a day: $sum s in all"
	fi
	if [ "$(wc -l <$out)" -eq 6 ]; then
		echo "@ pass setting the clock raises no alert"
	else
		echo "@ fail setting the clock raises no alert: $(head -c 2000 $out)"
	fi
	cat $err
	stop "whose clock was set"
	;;
esac
