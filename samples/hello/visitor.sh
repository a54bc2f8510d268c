# Asks the service "greeter", by its name, every two seconds.
while true; do
  exec 3<>/dev/tcp/greeter/8000
  echo "$HOSTNAME" >&3
  read -r answer <&3
  exec 3>&-
  echo "$answer"
  sleep 2
done
