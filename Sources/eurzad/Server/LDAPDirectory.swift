import Identity
import Kernel
import LDAP
import Logging

/// The office's directory behind the port of signing in. What failed goes to the log as codes; no login and no password.
struct LDAPDirectory: OfficerDirectory {
    let client: LDAPClient
    let logger = Logger(label: "eurzad.ldap")

    func prove(login: String, password: String) async throws -> DirectoryPerson? {
        do {
            return try await client.prove(login: login, password: password).map {
                DirectoryPerson(id: $0.id, displayName: $0.name, post: $0.post, groups: $0.groups)
            }
        } catch let failure as LDAPFailure {
            logger.warning("directory failed", metadata: ["cause": "\(failure)"])
            throw Problem(
                .unavailable, "Katalog kont urzędu (LDAP) nie odpowiada. Spróbuj za chwilę albo zawiadom administratora.", cause: "\(failure)")
        }
    }
}
