# sandbox.sh LOGINUID FOLDER: runs a case in the mount namespace it is started in, which must be its own.
#
# What the case writes to the system's folders lands in memory: the real ones are below overlays, so paths are as
# they always are and the machine stays as it is. /usr is not covered unless given.sh says so: programs that rules
# trust would no longer be the host's own files. FOLDER holds the programs, given.sh and case.sh. given.sh makes what
# the case needs; case.sh is what is observed. Both run in this shell: no command line gives them away.
# The login uid, which every descendant keeps, tells the alerts of this case from all others.
set -eu

cover() {
    mkdir -p "/mnt/upper$1" "/mnt/work$1"
    mount -t overlay -o "lowerdir=$1,upperdir=/mnt/upper$1,workdir=/mnt/work$1" sandbox "$1"
}

mount -t tmpfs -o mode=755 sandbox /mnt
for folder in /etc /root /home /var /opt /srv; do
    cover "$folder"
done
cp -r "$2" /srv/case
mount -t tmpfs -o mode=1777 sandbox /tmp
mount -t tmpfs -o mode=1777 sandbox /dev/shm
cd /srv/case
export HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
. ./given.sh
echo "$1" >/proc/self/loginuid
. ./case.sh
