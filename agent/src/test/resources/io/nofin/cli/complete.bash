# complete.bash SCRIPT LINE: prints what bash offers to complete LINE with, one a line, once SCRIPT is sourced.
# Programmable completion calls this function with these variables; only compopt wants to be called by readline itself.
source "$1"
compopt() { :; }
COMP_LINE=$2
COMP_POINT=${#COMP_LINE}
read -ra COMP_WORDS <<<"$COMP_LINE"
[ "${COMP_LINE: -1}" != " " ] || COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_complete_nofin nofin "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
