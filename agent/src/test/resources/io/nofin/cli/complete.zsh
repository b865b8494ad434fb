# complete.zsh SCRIPT LINE: prints what zsh offers to complete LINE with, one a line, once SCRIPT is sourced.
# Completion lives in zsh's line editor, so this types into an interactive zsh on a pseudo-terminal.
zmodload zsh/zpty
matches=$(mktemp)
trap 'rm -f $matches' EXIT
zpty shell zsh -f -i
zpty -w shell "source ${(q)0:A:h}/complete-inside.zsh ${(q)matches} ${(q)1}"
zpty -r -m shell seen '*READY*'
zpty -w -n shell "$2"$'\t'
zpty -r -m shell seen '*COMPLETED*'
sort -u $matches
zpty -d shell
