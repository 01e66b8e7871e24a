internal import Cryptography
public import Kernel
internal import Store

extension Sessions {
    /// Goes over from an account that is signed in to another one of the same person, in the training office: the session that was ends, a new one begins.
    ///
    /// Who the other account belongs to, and that its office is a training one, is decided by the caller.
    public func goOver(from session: Session, _ previous: SessionToken, to account: Account, address: String, agent: String, at now: Instant) async throws -> SessionToken
    {
        let token = SessionToken()
        let rules = rules
        try await platform.write { c in
            try SessionStore.end(c, token: previous)
            _ = try SessionStore.insert(
                c, token: token, account: account.id, formKey: randomBytes(32), idleSeconds: rules.idleSeconds, lastsSeconds: rules.absoluteSeconds,
                address: address, agent: String(agent.prefix(200)), factors: session.factors, at: now)
            try Journal.append(c, JournalEntry(actor: account.performer.id, act: "sign-in", object: account.performer.id, after: "szkolenie; adres:\(address)"), at: now)
        }
        return token
    }
}
