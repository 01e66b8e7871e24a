import Cryptography
@testable import Identity
import Kernel
import Testing

/// The life of an act of signing, event by event.
@Suite struct SigningActTests {
    static let opened = Instant(milliseconds: 1_773_316_800_000), ends = opened.adding(seconds: 1800)
    static let anna = CitizenAccountID(1), jan = CitizenAccountID(2)
    static let hashes = [ContentHash(of: [1]), ContentHash(of: [2])]

    private func act(_ hashes: [ContentHash] = hashes) -> SigningAct {
        SigningAct(
            id: SigningActID(7), system: 3, systemName: "EZD", returns: .init(success: "https://a.example/", failure: "https://a.example/"), note: "",
            documents: hashes.enumerated().map { .init(position: $0 + 1, title: "Dokument", size: 1, hash: $1) }, openedAt: Self.opened, endsAt: Self.ends,
            keptUntil: Self.ends)
    }

    private func refusal(_ act: SigningAct, _ event: SigningAct.Event, at now: Instant = opened) -> SigningAct.Refusal? {
        var act = act
        do {
            try act.handle(event, at: now)
            return nil
        } catch { return error }
    }

    @Test("What the code is bound to names every document in its place") func binding() {
        #expect(act([Self.hashes[0]]).binding == Self.hashes[0])
        #expect(act().binding != act(Self.hashes.reversed()).binding)
        #expect(act().binding != act(Self.hashes + Self.hashes).binding)
        #expect(!Self.hashes.contains(act().binding))
    }

    @Test("From opening to the signature") func signs() throws {
        var a = act()
        try a.handle(.opened(by: Self.anna, provedAt: Self.opened), at: Self.opened)
        #expect(refusal(a, .opened(by: Self.jan, provedAt: Self.opened)) == .anotherAccount)
        try a.handle(.authorising(by: Self.anna, shown: a.binding, provedAt: Self.opened), at: Self.opened)
        let signed = [ContentHash(of: [3]), ContentHash(of: [4])]
        #expect(refusal(a, .signed(by: Self.anna, ProfileID(1), [signed[0]], keepsSeconds: 60)) == .documentChanged, "all documents or none")
        try a.handle(.signed(by: Self.anna, ProfileID(1), signed, keepsSeconds: 60), at: Self.opened)
        #expect(a.state == .signed && a.documents.map(\.signed) == signed && a.keptUntil == Self.opened.adding(seconds: 60))
        for event in [SigningAct.Event.opened(by: Self.anna, provedAt: Self.opened), .declined(by: Self.anna)] { #expect(refusal(a, event) == .alreadySigned) }
    }

    @Test("Time, proof, account and bytes are each refused by name") func refusals() throws {
        let fresh = act()
        #expect(refusal(fresh, .opened(by: Self.anna, provedAt: nil)) == .proofTooOld)
        #expect(refusal(fresh, .opened(by: Self.anna, provedAt: Self.opened.adding(seconds: -1))) == .proofTooOld)
        #expect(refusal(fresh, .opened(by: Self.anna, provedAt: Self.ends), at: Self.opened) == .proofTooOld, "a clock that went back")
        #expect(refusal(fresh, .opened(by: Self.anna, provedAt: Self.ends), at: Self.ends) == .expired)
        #expect(refusal(fresh, .opened(by: Self.anna, provedAt: Self.opened), at: Self.opened.adding(seconds: -1)) == .expired)
        #expect(refusal(fresh, .authorising(by: Self.anna, shown: fresh.binding, provedAt: Self.opened)) == .anotherAccount, "nobody opened it")
        var read = fresh
        try read.handle(.opened(by: Self.anna, provedAt: Self.opened), at: Self.opened)
        #expect(refusal(read, .authorising(by: Self.anna, shown: Self.hashes[0], provedAt: Self.opened)) == .documentChanged)
        #expect(refusal(read, .authorising(by: Self.anna, shown: read.binding, provedAt: nil)) == .proofTooOld)
        var declined = read
        try declined.handle(.declined(by: Self.anna), at: Self.opened)
        #expect(refusal(declined, .opened(by: Self.anna, provedAt: Self.opened)) == .alreadyDeclined && declined.keptUntil == Self.opened)
        for refusal in SigningAct.Refusal.allCases { #expect(!refusal.message.isEmpty && refusal.problem.cause == refusal.rawValue) }
    }
}
