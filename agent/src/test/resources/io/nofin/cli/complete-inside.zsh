# complete-inside.zsh MATCHES SCRIPT: the interactive half of complete.zsh: Tab writes what matches into a file.
matches=$1
autoload -Uz compinit
compinit -u -D
source $2
compadd() {
    local -a found
    if [[ ${@[1,(i)(-|--)]} != *-[OAD]\ * ]]; then
        builtin compadd -O found "$@"
        (( $#found )) && print -rl -- $found >>$matches
    fi
    builtin compadd "$@"
}
offer() {
    _main_complete
    compstate[list]= compstate[insert]=
    zle -I
    print COMPLE''TED
}
zle -C offer list-choices offer
bindkey '^I' offer
print REA''DY
