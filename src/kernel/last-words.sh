# Waits for the end of a notebook's kernel, and writes down why it ended: to the kernel's log, and to a file for the next kernel.
#
#   sh last-words.sh PID FILE REPORT
#
# PID is the kernel, FILE may be empty, REPORT is what Node writes when its heap is full. Each line of stdin says what the kernel is doing;
# `end` says that it ends because it was asked to. This process is in the kernel's process group, so that Jupyter, when it kills a kernel on
# purpose, kills it too.

trap '' INT
pid=$1 file=$2 report=$3

# How often the system has ended a process because memory ran out.
count() {
  ooms=0
  while read -r key value; do [ "$key" = oom_kill ] && ooms=$value; done 2>/dev/null </proc/vmstat
}
count; before=$ooms; during=
while read -r line; do
  [ "$line" = end ] && exit
  during=" $line"
done

# Until the kernel's parent asks how it ended, its state is Z, and the last field but two says it as wait() does.
tries=0 status=
while [ $tries -lt 100 ] && read -r stat 2>/dev/null </proc/$pid/stat; do
  set -- ${stat##*) }
  if [ "$1" = Z ]; then status=${50}; break; fi
  tries=$((tries + 1)); sleep 0.02
done

count
case $status in
  '') why="The kernel ended$during, it is not known why." ;;
  9|137) if [ "$ooms" != "$before" ]
    then why="The kernel ran out of memory$during: the system ended it (SIGKILL). Use a smaller batchSize or smaller images, or close other notebooks."
    else why="The kernel was ended by SIGKILL$during: by another program, or because there was too little memory."
    fi ;;
  6|134) if grep -q 'heap out of memory' "$report" 2>/dev/null
    then why="The kernel ran out of memory$during: the values that its cells keep in JavaScript exceed Node's limit."
    else why="The kernel crashed$during (SIGABRT). The log of JupyterLab says more."
    fi ;;
  11|139) why="The kernel crashed$during (SIGSEGV)." ;;
  *) if [ $((status % 128)) = 0 ]
    then why="The kernel ended$during with exit code $((status / 256))."
    else why="The kernel was ended by signal $((status % 128))$during."
    fi ;;
esac
rm -f "$report"
echo "fovea: $why" >&2
[ -n "$file" ] && echo "$why Its variables are gone: run the cells above again." >"$file"
