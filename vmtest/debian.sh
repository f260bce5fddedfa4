# shellcheck shell=bash
# Sourced: Debian's packages of any release and processor, through apt with a configuration of its own. The mirror is the one
# that this machine's apt uses, each package's hash is checked against its suite's signed index, nothing of the host's package
# state is read or changed. DEBIAN_MIRROR and DEBIAN_SECURITY_MIRROR name the mirrors where the host's apt has none.
debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

debian_fail() {
	echo "$0: $*" >&2
	exit 1
}

debian_mirror() { # SUITE
	local variable=DEBIAN_MIRROR security=-v
	case $1 in *-security) variable=DEBIAN_SECURITY_MIRROR security= ;; esac
	local mirror=${!variable:-}
	[ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(RELEASE) $(SITE) $(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' |
		grep $security -e '^[^ ]*-security ' | awk 'NR == 1 { print $2 }' || true)
	[ -n "$mirror" ] || debian_fail "no Debian mirror in this machine's apt sources for $1: set $variable to its URL"
	echo "$mirror"
}

# From here on apt-get and apt-cache know these suites alone. FOLDER is empty, and theirs.
debian_begin() { # FOLDER PROCESSOR SUITE...
	local folder=$1 processor=$2 suite mirror
	shift 2
	[ -e $debian_keyring ] || debian_fail "$debian_keyring is missing: install debian-archive-keyring"
	chmod 755 "$folder"
	mkdir -p "$folder"/{lists,cache/archives,parts}/partial
	touch "$folder/status"
	for suite; do
		mirror=$(debian_mirror "$suite") || return
		echo "deb [signed-by=$debian_keyring arch=$processor] $mirror $suite main"
	done >"$folder/sources.list"
	cat >"$folder/apt.conf" <<-END
		Dir::State "$folder";
		Dir::State::status "$folder/status";
		Dir::Cache "$folder/cache";
		Dir::Etc::sourcelist "$folder/sources.list";
		Dir::Etc::sourceparts "$folder/parts";
		Dir::Etc::preferencesparts "$folder/parts";
		Dir::Etc::preferences "/dev/null";
		APT::Sandbox::User "root";
		APT::Architecture "$processor";
		APT::Architectures "$processor";
		Acquire::Languages "none";
		Acquire::Retries "3";
	END
	export APT_CONFIG=$folder/apt.conf
	apt-get -qq update
}

# Unpacks packages below a folder, with their scripts unrun and without what they depend on.
debian_unpack() { # FOLDER PACKAGE...
	local tree=$1 parts package status=0
	shift
	parts=$(mktemp -d)
	chmod 755 "$parts"
	(cd "$parts" && apt-get -qq download "$@") || status=1
	for package in "$parts"/*.deb; do
		[ $status = 0 ] && dpkg-deb -x "$package" "$tree" || status=1
	done
	rm -r "$parts"
	return $status
}
