"""What the company's Linux server in the sandbox answers: a Red Hat server that is well kept. Command -> exit status
and what it prints."""

from __future__ import annotations

from collections.abc import Mapping

_AT = "env LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin "
REFUSED = (126, "refused\n")
"""The answer to any other command."""

_DISKS = """{"blockdevices": [{"name":"vda","type":"disk","mountpoint":null,"children":[
  {"name":"vda1","type":"part","mountpoint":"/boot"},
  {"name":"vda2","type":"part","mountpoint":null,"children":[
    {"name":"luks-1","type":"crypt","mountpoint":null,"children":[
      {"name":"rhel-root","type":"lvm","mountpoint":"/"},{"name":"rhel-srv","type":"lvm","mountpoint":"/srv"}]}]}]}]}
"""
_ROTATION = """/etc/logrotate.conf:weekly
/etc/logrotate.conf:rotate 3
/etc/logrotate.d/nginx:/var/log/nginx/*.log {
/etc/logrotate.d/nginx:    daily
/etc/logrotate.d/nginx:    rotate 28
/etc/logrotate.d/nginx:}
/etc/logrotate.d/rsyslog:/var/log/messages /var/log/secure {
/etc/logrotate.d/rsyslog:    weekly
/etc/logrotate.d/rsyslog:    rotate 3
/etc/logrotate.d/rsyslog:}
"""
_SSHD = "port 22\npermitrootlogin no\npasswordauthentication no\nx11forwarding no\nmaxauthtries 4\n"
_LISTENS = """LISTEN 0 128 0.0.0.0:22 0.0.0.0:*
LISTEN 0 511 0.0.0.0:443 0.0.0.0:*
LISTEN 0 128 127.0.0.1:5432 0.0.0.0:*
"""
_ACCOUNTS = """root:x:0:0:root:/root:/bin/bash
beheer:x:1000:1000:Beheer:/home/beheer:/bin/bash
belofte:x:1001:1001::/home/belofte:/bin/sh
nobody:x:65534:65534:Nobody:/:/usr/sbin/nologin
"""
_CRON = """/etc/os-release:ID=rhel
/etc/crontab:SHELL=/bin/bash
/etc/cron.d/0hourly:01 * * * * root run-parts /etc/cron.hourly
/var/spool/cron/root:30 2 * * * /usr/local/bin/copies.sh
"""
_ALIASES = "/etc/os-release:ID=rhel\n/etc/aliases:postmaster: root\n/etc/aliases:root: beheer@linprofs.example\n"
_SUDO = """Matching Defaults entries for belofte on db1:
    !visiblepw, env_reset

User belofte may run the following commands on db1:
    (root) NOPASSWD: /usr/sbin/sshd -T, /usr/sbin/auditctl -s, /usr/bin/grep -rHs ^ /etc/os-release /etc/crontab \
/etc/anacrontab /etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /var/spool/cron, \
/usr/bin/grep -RHs --include\\=os-release --include\\=aliases --include\\=.forward --include\\=.dovecot.sieve ^ \
/etc/os-release /etc/aliases /home /var/vmail /var/lib/dovecot
"""
ANSWERS: Mapping[str, tuple[int, str]] = {
    f"{_AT}update-crypto-policies --show": (0, "FUTURE\n"),
    "sudo -n /usr/sbin/sshd -T": (0, _SSHD),
    f"{_AT}lsblk -J -o NAME,TYPE,MOUNTPOINT": (0, _DISKS),
    f"{_AT}systemd-analyze cat-config systemd/journald.conf": (0, "[Journal]\nMaxRetentionSec=2week\n"),
    f"{_AT}grep -rHs ^ /etc/logrotate.conf /etc/logrotate.d": (0, _ROTATION),
    f"{_AT}getent group": (0, "root:x:0:\nwheel:x:10:beheer\n"),
    f"{_AT}getent passwd": (0, _ACCOUNTS),
    f"{_AT}cat /etc/os-release": (0, 'NAME="Red Hat Enterprise Linux"\nVERSION_ID="9.4"\nID=rhel\n'),
    "sudo -n /usr/sbin/auditctl -s": (0, "enabled 1\nfailure 1\npid 700\nlost 0\nbacklog 0\n"),
    f"{_AT}ss -Hltn": (0, _LISTENS),
    f"{_AT}timedatectl show --property=NTPSynchronized --value": (0, "yes\n"),
    f"{_AT}getenforce": (0, "Enforcing\n"),
    f"{_AT}sudo -n -l": (0, _SUDO),
    f"{_AT}id -Gn": (0, "belofte\n"),
    "sudo -n /usr/bin/grep -rHs ^ /etc/os-release /etc/crontab /etc/anacrontab /etc/cron.d /etc/cron.hourly "
    "/etc/cron.daily /etc/cron.weekly /etc/cron.monthly /var/spool/cron": (2, _CRON),
    f"{_AT}grep -rHs ^ /etc/os-release /etc/systemd/system": (0, "/etc/os-release:ID=rhel\n"),
    "sudo -n /usr/bin/grep -RHs --include=os-release --include=aliases --include=.forward --include=.dovecot.sieve ^ "
    "/etc/os-release /etc/aliases /home /var/vmail /var/lib/dovecot": (2, _ALIASES),
}
