internal import Store

/// Tables of logins that cross to another house; the `platform` database.
enum FederationMigrations {
    static let all: [Migration] = [
        Migration("identity-saml-0001-service") { d in
            let id: SQL = d == .sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : d.identity
            return [
                """
                CREATE TABLE saml_service (
                    id \(sql: id), entity_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, provider_name TEXT,
                    shape TEXT NOT NULL CHECK (shape IN ('wezel', 'dawny')), level \(sql: d.integer) NOT NULL, attributes TEXT NOT NULL,
                    metadata \(sql: d.bytes) NOT NULL, added_at \(sql: d.integer) NOT NULL, added_by TEXT NOT NULL, closed_at \(sql: d.integer)
                )\(sql: d.strict)
                """
            ]
        },
        Migration("identity-saml-0002-login") { d in
            [
                """
                CREATE TABLE saml_login (
                    ticket_sha256 TEXT NOT NULL PRIMARY KEY, service \(sql: d.integer) NOT NULL REFERENCES saml_service (id), request_id TEXT NOT NULL,
                    consumer TEXT NOT NULL, relay_state TEXT, level \(sql: d.integer) NOT NULL, is_fresh \(sql: d.integer) NOT NULL,
                    is_passive \(sql: d.integer) NOT NULL, context_class TEXT, name_format TEXT NOT NULL, attributes TEXT NOT NULL,
                    created_at \(sql: d.integer) NOT NULL, ends_at \(sql: d.integer) NOT NULL, answered_at \(sql: d.integer),
                    UNIQUE (service, request_id)
                )\(sql: d.strict)
                """,
                "CREATE INDEX saml_login_by_time ON saml_login (created_at)",
                """
                CREATE TABLE saml_proof (
                    session \(sql: d.integer) NOT NULL, proved_at \(sql: d.integer) NOT NULL, used_at \(sql: d.integer) NOT NULL,
                    PRIMARY KEY (session, proved_at)
                )\(sql: d.strict)
                """,
                "CREATE INDEX saml_proof_by_time ON saml_proof (used_at)",
                """
                CREATE TABLE saml_artifact (
                    artifact_sha256 TEXT NOT NULL PRIMARY KEY, service \(sql: d.integer) NOT NULL REFERENCES saml_service (id),
                    message \(sql: d.bytes), created_at \(sql: d.integer) NOT NULL, ends_at \(sql: d.integer) NOT NULL, used_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX saml_artifact_by_time ON saml_artifact (created_at)",
            ]
        },
        Migration("identity-saml-0003-session") { d in
            [
                """
                CREATE TABLE saml_session (
                    session_index TEXT NOT NULL PRIMARY KEY, service \(sql: d.integer) NOT NULL REFERENCES saml_service (id),
                    account \(sql: d.integer) NOT NULL REFERENCES citizen_account (id), session \(sql: d.integer) NOT NULL, name_id TEXT NOT NULL,
                    name_format TEXT NOT NULL, created_at \(sql: d.integer) NOT NULL, ended_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX saml_session_of_session ON saml_session (session)",
                "CREATE INDEX saml_session_of_name ON saml_session (service, name_id)",
                "CREATE INDEX saml_session_by_time ON saml_session (created_at)",
            ]
        },
        Migration("identity-saml-0004-node") { d in
            [
                """
                CREATE TABLE saml_node_login (
                    state_sha256 TEXT NOT NULL PRIMARY KEY, browser_sha256 TEXT NOT NULL, request_id TEXT NOT NULL UNIQUE, return_to TEXT,
                    created_at \(sql: d.integer) NOT NULL, ends_at \(sql: d.integer) NOT NULL, used_at \(sql: d.integer)
                )\(sql: d.strict)
                """,
                "CREATE INDEX saml_node_login_by_time ON saml_node_login (created_at)",
                """
                CREATE TABLE saml_used_assertion (
                    issuer TEXT NOT NULL, assertion_id TEXT NOT NULL, until_at \(sql: d.integer) NOT NULL, PRIMARY KEY (issuer, assertion_id)
                )\(sql: d.strict)
                """,
                "CREATE INDEX saml_used_assertion_by_time ON saml_used_assertion (until_at)",
            ]
        },
    ]
}
