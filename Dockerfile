# One image for web, worker and scheduler; docker-compose.yml says which command each runs.
FROM python:3.11-slim AS build
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home trustapp && install --directory --owner trustapp /var/lib/trustapp /var/lib/trustapp-backups
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 TRUSTAPP_VAR=/var/lib/trustapp STATIC_ROOT=/app/staticfiles BIND=0.0.0.0:8000 \
    PROMETHEUS_MULTIPROC_DIR=/var/lib/trustapp/metrics
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Static files belong to the image, so that an upgrade brings its own. The key is for this one command.
RUN SECRET_KEY=unused TRUSTAPP_VAR=/tmp/building python manage.py collectstatic --noinput --verbosity=0
# So do compiled modules: the user below may write none, and each process would compile all of them anew.
RUN python -m compileall -q .
USER trustapp
VOLUME /var/lib/trustapp
EXPOSE 8000
CMD ["gunicorn", "-c", "python:trustapp.serving", "trustapp.wsgi"]
