#!/bin/sh
# Команди програми так, як їх виконала б служба: її користувач, теки, ключі (open-data status).
[ "$(id -u)" = 0 ] || { echo "Потрібні права root: sudo {{ state }} …" >&2; exit 2; }
exec systemd-run --quiet --collect --wait --pipe --service-type=exec \
  --property=User={{ user }} --property=Group={{ user }} --property=UMask=0077 \
  --property=LimitNOFILE=4096 --property="WorkingDirectory=-$PWD" \
  --property=EnvironmentFile=-{{ configuration }}/environment \
{% for name in credentials %}
  --property=LoadCredential={{ name }}:{{ configuration }}/keys/{{ name }} \
{% endfor %}
  --setenv=PIPELINE_CATALOGUE={{ catalogue }} --setenv=PIPELINE_SCHEDULES={{ schedules }} \
{% if inbox %}
  --setenv=PIPELINE_INBOX={{ inbox }} \
{% endif %}
  --setenv=PIPELINE_VAR={{ var }} --setenv=MPLCONFIGDIR=/var/cache/{{ state }} --setenv=TERM \
  {{ command }} "$@"
