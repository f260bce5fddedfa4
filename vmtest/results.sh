# shellcheck shell=bash
# Sourced: what is booted, and what is told of it. A kernel has a folder below $kernels.
passed=0 failed=0

pack() { # TREE FILE
	(cd "$1" && find . | sort | cpio -o -H newc -R 0:0 --quiet | zstd -q -3 -T0) >"$2"
}

report() { # NAME
	local folder=$kernels/$1 ok bad
	tr -d '\r' <"$folder/results" >"$folder/results.txt"
	if ! grep -qx '@ end' "$folder/results.txt"; then
		echo "@ fail the run reaches its end: qemu's status $(cat "$folder/status"), see $folder/console" >>"$folder/results.txt"
		tail -n 25 "$folder/results.txt" "$folder/console" "$folder/qemu.log" | sed 's/^/    /'
	fi
	ok=$(grep -c '^@ pass ' "$folder/results.txt" || true)
	bad=$(grep -c '^@ fail ' "$folder/results.txt" || true)
	echo "$1 ($(cat "$folder/version")): $ok passed, $bad failed, $(cat "$folder/seconds") s"
	sed -n '/^@ section end/d; s/^@ section /  /p; s/^@ fail /    FAILED /p; s/^@ lack /    lacks /p' "$folder/results.txt"
	passed=$((passed + ok)) failed=$((failed + bad))
}

# Verified instructions of each program, a column for each kernel and variant.
cost_table() { # NAME...
	local name
	for name in "$@"; do
		sed -n 's/^@ section \([a-z]*\) programs/\1/p; s/^@ cost //p' "$kernels/$name/results.txt" |
			awk -v kernel="$name" 'NF == 1 { column = kernel " " $1; next } { print column "\t" $1 "\t" $2 }'
	done | awk -F'\t' '
		!($1 in seen) { seen[$1]; columns[++n] = $1 }
		!($2 in known) { known[$2]; programs[++m] = $2 }
		{ cost[$1, $2] = $3 }
		END {
			printf "%-18s", "instructions"
			for (i = 1; i <= n; i++) printf "%14s", columns[i]
			print ""
			for (j = 1; j <= m; j++) {
				printf "%-18s", programs[j]
				for (i = 1; i <= n; i++) printf "%14s", cost[columns[i], programs[j]]
				print ""
			}
		}'
}
