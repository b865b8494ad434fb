#!/bin/sh
# Installs nofin from its unpacked tarball.
#
#   ./install.sh [PREFIX]       below /usr/local if not given
#   ./install.sh --remove [PREFIX]
#
# Needs Java 17 or newer, iptables, libpcap and util-linux, from your distribution; ipset and iproute2 to heal without Java.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
action=install
if [ "${1:-}" = --remove ]; then
    action=remove
    shift
fi
prefix=${1:-/usr/local}

case $action in
    install)
        (cd "$here" && find bin sbin lib share -type d) | while read -r folder; do
            mkdir -p "$prefix/$folder"
        done
        (cd "$here" && find bin sbin lib share ! -type d) | while read -r file; do
            cp -P "$here/$file" "$prefix/$file"
        done
        "$prefix/lib/nofin/archive" "$prefix/share/nofin" "$prefix/var/cache/nofin"
        echo "nofin: installed; try $prefix/bin/nofin doctor"
        ;;
    remove)
        "$prefix/sbin/nofin-heal"
        (cd "$here" && find bin sbin lib share ! -type d) | while read -r file; do
            rm -f "$prefix/$file"
        done
        (cd "$here" && find lib share -depth -type d -path '*/nofin*') | while read -r folder; do
            rmdir "$prefix/$folder" 2>/dev/null || true
        done
        rm -rf "$prefix/var/cache/nofin"
        ;;
esac
