# The program on a base image with the C library, certificates, and time zones, but without a shell
# or a package manager.

# The dependencies, built with an empty program, because cargo can't build them alone. This stage
# stays cached until Cargo.toml or Cargo.lock changes.
FROM rust:1.95.0-bookworm AS dependencies
WORKDIR /build
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p build src benches/backup benches/http \
    && echo 'fn main() {}' > build/main.rs \
    && cp build/main.rs src/main.rs \
    && cp build/main.rs benches/backup/main.rs \
    && cp build/main.rs benches/http/main.rs \
    && echo '//! Empty.' > src/lib.rs \
    && cargo build --profile dist --locked

# Updates the files' modification times, so that cargo doesn't reuse the empty program.
FROM dependencies AS build
COPY build build
COPY locales locales
COPY migrations migrations
COPY static static
COPY templates templates
COPY src src
RUN find build src -type f -exec touch {} + \
    && cargo build --profile dist --locked --offline \
    && mkdir data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /build/target/dist/worklog /usr/local/bin/worklog
COPY --from=build --chown=65532:65532 /build/data /data

ENV WORKLOG_LISTEN=0.0.0.0:8080
USER 65532:65532
# Puts the program's default, data/worklog.db, in the volume. Setting WORKLOG_DATABASE_URL here would conflict with
# WORKLOG_DATABASE_URL_FILE: only one of them may be set.
WORKDIR /
VOLUME /data
EXPOSE 8080

HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 \
    CMD ["/usr/local/bin/worklog", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/worklog"]
CMD ["serve"]

ARG VERSION=1.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Worklog" \
      org.opencontainers.image.description="A self-hosted log of where and how each working day was spent" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
