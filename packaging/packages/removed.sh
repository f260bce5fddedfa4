# Both packages, after their files are gone. Configuration, logs and data stay.
rm -rf /usr/lib/sentineledge
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
fi
