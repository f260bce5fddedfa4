# Both packages, before their files go for good.
if [ -d /run/systemd/system ]; then
    systemctl disable --now sentineledge || true
fi
