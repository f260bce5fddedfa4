# Both packages, after their files are in place; $upgrade is empty for a first installation.
if ! getent passwd sentineledge > /dev/null; then
    useradd --system --user-group --no-create-home --home-dir /var/lib/sentineledge --shell /usr/sbin/nologin sentineledge
fi
install -d -o sentineledge -g sentineledge -m 755 /var/log/sentineledge
install -d -o sentineledge -g sentineledge -m 700 /var/lib/sentineledge
SENTINEL_RUNTIME_DIR=/usr/lib/sentineledge/runtime /usr/bin/sentinel-edge setup ||
    echo "sentineledge: the runtime is not unpacked yet; the service does it when it starts" >&2
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    [ -z "$upgrade" ] || systemctl try-restart sentineledge
fi
[ -n "$upgrade" ] || echo "sentineledge: see /etc/sentineledge/config.toml, then: systemctl enable --now sentineledge"
