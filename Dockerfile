FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app

COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY manage.py ./
COPY segmentation segmentation
COPY shop shop
COPY templates templates
RUN SECRET_KEY=only-while-building python manage.py collectstatic --noinput \
    && useradd --system shop \
    && mkdir -p var \
    && chown shop var

USER shop
EXPOSE 8000
CMD ["gunicorn", "shop.config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--access-logfile", "-"]
