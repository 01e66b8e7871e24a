import Cryptography
import Foundation
import Kernel
import SAML
import Signatures
import Testing

/// What a hostile or broken party may send; each refusal has a name.
@Suite struct SAMLAttackTests {
    @Test("An honest answer is accepted") func honest() throws {
        let person = try Parties.accept(Parties.answer())
        #expect(person.givenNames == "Jan" && person.familyName == "Zażółć-Gęślą" && person.birthday.description == "1944-05-14")
        #expect("\(person)" == "AssertedPerson")
    }

    @Test("Altered circumstances are told apart", arguments: Alteration.allCases) func altered(_ alteration: Alteration) throws {
        let answer = try Parties.answer(Parties.assertion(alteration.assertion), change: alteration.response)
        #expect(Parties.refusal { try Parties.accept(answer) } == alteration.refusal)
    }

    enum Alteration: String, CaseIterable {
        case audience, noAudience, issuer, responseIssuer, recipient, confirmationFor, responseFor, destination, future, past, futureConfirmation, level
        case failed, oldResponse, noAssertion, noPerson, twoPersons

        func assertion(_ a: inout Assertion) {
            switch self {
            case .audience: a.audiences = ["https://inny.example"]
            case .noAudience: a.audiences = []
            case .issuer: a.issuer = "https://obcy.example"
            case .recipient: a.confirmations[0].recipient = "https://inny.example/powrot"
            case .confirmationFor: a.confirmations[0].inResponseTo = MessageID("ID-inna")
            case .future: a.notBefore = Parties.now.adding(seconds: 181)
            case .past: a.notOnOrAfter = Parties.now.adding(seconds: -180)
            case .futureConfirmation: a.confirmations[0].notOnOrAfter = Parties.now.adding(seconds: -180)
            case .level: a.contextClass = "http://eidas.europa.eu/LoA/low"
            case .noPerson: a.attributes.removeLast()
            case .twoPersons: a.attributes.append(.init(name: PersonAttribute.personIdentifier.name, values: ["85071299928"]))
            default: break
            }
        }

        func response(_ r: inout NewResponse) {
            switch self {
            case .responseIssuer: r.issuer = "https://obcy.example"
            case .responseFor: r.inResponseTo = MessageID("ID-inna")
            case .destination: r.destination = "https://inny.example/powrot"
            case .failed: r.status = Status(.responder, .authnFailed)
            case .oldResponse: r.issueInstant = Parties.now.adding(seconds: -481)
            case .noAssertion: r.assertion = nil
            default: break
            }
        }

        var refusal: SAMLError.Code {
            switch self {
            case .audience, .noAudience: .audience
            case .issuer, .responseIssuer: .issuer
            case .recipient: .recipient
            case .confirmationFor, .responseFor: .inResponseTo
            case .destination: .destination
            case .future: .notYetValid
            case .past, .futureConfirmation, .oldResponse: .expired
            case .level: .levelTooLow
            case .failed: .refused
            case .noAssertion: .noAssertion
            case .noPerson, .twoPersons: .noPerson
            }
        }
    }

    @Test("Clocks may differ by three minutes") func skew() throws {
        let answer = try Parties.answer()
        #expect(throws: Never.self) { try Parties.accept(answer, at: Parties.now.adding(seconds: -149)) }
        #expect(throws: Never.self) { try Parties.accept(answer, at: Parties.now.adding(seconds: 479)) }
        #expect(Parties.refusal { try Parties.accept(answer, at: Parties.now.adding(seconds: 480)) } == .expired)
        #expect(Parties.refusal { try Parties.accept(answer, at: Parties.now.adding(seconds: -181)) } == .notYetValid)
    }

    @Test("A stranger's signature, none, and a changed word are refused") func signatures() throws {
        #expect(Parties.refusal { try Parties.accept(Parties.answer(by: Parties.stranger)) } == .signature)
        let answer = Parties.text(try Parties.answer(to: nil))
        #expect(throws: Never.self) { try Parties.accept(Array(answer.utf8), mustBeEncrypted: false) }
        #expect(Parties.refusal { try Parties.accept(Array(answer.utf8)) } == .notEncrypted)
        let changed = answer.replacingOccurrences(of: "44051401359", with: "85071299928")
        #expect(Parties.refusal { try Parties.accept(Array(changed.utf8), mustBeEncrypted: false) } == .signature)
        let unsigned = answer.replacing(/<ds:Signature .*?<\/ds:Signature>/, with: "")
        #expect(Parties.refusal { try Parties.accept(Array(unsigned.utf8), mustBeEncrypted: false) } == .unsigned)
        let weak = answer.replacingOccurrences(of: "xmldsig-more#ecdsa-sha256", with: "xmldsig-more#ecdsa-sha1")
        #expect(Parties.refusal { try Parties.accept(Array(weak.utf8), mustBeEncrypted: false) } == .weakAlgorithm)
        let noC14N = answer.replacingOccurrences(of: "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>", with: "")
        #expect(Parties.refusal { try Parties.accept(Array(noC14N.utf8), mustBeEncrypted: false) } == .signature)
    }

    /// The eight places of "On Breaking SAML" (Somorovsky et al., 2012) come down to these: the signed element goes elsewhere, a forged one
    /// takes its place.
    @Test("A wrapped signature is refused wherever the signed message went", arguments: 0..<6) func wrapping(_ way: Int) throws {
        let request = AuthnRequest(
            id: MessageID("ID-dobry")!, issueInstant: Parties.now, issuer: Parties.service, destination: "https://wezel.example/sso",
            consumerAddress: Parties.consumer)
        let signed = Parties.text(try request.signed(by: Parties.serviceKey))
        let evil = signed.replacingOccurrences(of: Parties.consumer, with: "https://zly.example")
        let signature = String(try #require(signed.firstMatch(of: /<ds:Signature .*<\/ds:Signature>/)).output)
        let bare = signed.replacingOccurrences(of: signature, with: "")
        func forged(_ signature: String, id: String = "ID-zly", more: String = "") -> String {
            evil.replacing(/<ds:Signature .*<\/ds:Signature>/, with: signature).replacingOccurrences(of: "ID=\"ID-dobry\"", with: "ID=\"\(id)\"")
                .replacingOccurrences(of: "</saml2p:AuthnRequest>", with: more + "</saml2p:AuthnRequest>")
        }
        let object = signature.replacingOccurrences(of: "</ds:Signature>", with: "<ds:Object>\(bare)</ds:Object></ds:Signature>")
        let document: String =
            switch way {
            case 0: forged(signature, more: "<saml2p:Extensions>\(bare)</saml2p:Extensions>")
            case 1: forged(object)
            case 2: forged(signature, id: "ID-dobry", more: bare)
            case 3: forged("", more: signed)
            case 4: forged(object, id: "ID-dobry")
            // The reference is changed to the forged element: the value over the reference does not hold any more.
            default: forged(signature.replacingOccurrences(of: "#ID-dobry", with: "#ID-zly"), more: bare)
            }
        let refusal = Parties.refusal {
            try AuthnRequest(reading: SAMLMessage(parsing: Array(document.utf8)).verified(by: [Parties.serviceKey.certificate]))
        }
        #expect([.wrapping, .duplicateID, .unsigned, .signature].contains(refusal), "\(way): \(String(describing: refusal))")
    }

    @Test("A comment in a name is refused, though the signature holds") func comments() throws {
        let honest = LogoutRequest(issueInstant: Parties.now, issuer: Parties.service, destination: nil, subject: NameID("jan@gmina.example"), sessionIndexes: [])
        let text = Parties.text(try honest.signed(by: Parties.serviceKey))
        for (old, new) in [
            ("jan@gmina.example", "jan@gmina<!-- -->.example"), ("jan@gmina.example", "<?a?>jan@gmina.example"),
            (Parties.service + "</saml2:Issuer>", "https://urzad<!---->.example/saml</saml2:Issuer>"),
        ] {
            let changed = Array(text.replacingOccurrences(of: old, with: new).utf8)
            let refusal = Parties.refusal { try LogoutRequest(reading: SAMLMessage(parsing: changed).verified(by: [Parties.serviceKey.certificate])) }
            #expect(refusal == .malformed || refusal == .signature, "\(new)")
        }
    }

    @Test("Entities, bombs, doubled identifiers, foreign forms are refused before anything is read") func hostile() throws {
        func refusal(_ text: String) -> SAMLError.Code? { Parties.refusal { try SAMLMessage(parsing: Array(text.utf8)) } }
        #expect(refusal("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>") == .doctype)
        #expect(refusal(String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)) == .tooLarge)
        #expect(refusal("<a ID='1'><b Id='1'/></a>") == .duplicateID)
        #expect(refusal("<a/>") == .unexpected)
        #expect(refusal("<a>") == .malformed)
        #expect(Parties.refusal { try SAMLMessage(postField: "%%%") } == .malformed)
        #expect(Parties.refusal { try SAMLMessage(postField: String(repeating: "A", count: 800_000)) } == .tooLarge)
        #expect(Parties.refusal { try SAMLMessage(parsing: [UInt8](repeating: 65, count: 600_000)) } == .tooLarge)
        let answer = Parties.text(try Parties.answer())
        let two = answer.replacingOccurrences(of: "</soap:Body>", with: "<x/></soap:Body>")
        #expect(Parties.refusal { try SAMLMessage(soap: Array(two.utf8)) } == .malformed)
        for (old, new) in [("Version=\"2.0\"", "Version=\"1.1\""), ("IssueInstant=\"2026", "IssueInstant=\"x"), ("ID=\"ID-", "ID=\"9-")] {
            let request = AuthnRequest(issueInstant: Parties.now, issuer: Parties.service, destination: nil, consumerAddress: nil)
            // The fields are changed before signing, so that only the reader stands in the way.
            let plain = Parties.text(try request.signed(by: Parties.serviceKey)).replacing(/<ds:Signature .*<\/ds:Signature>/, with: "")
                .replacingOccurrences(of: old, with: new)
            let id = try #require(plain.firstMatch(of: /\ ID="([^"]*)"/)).output.1
            let signed = try resigned(plain, id: String(id))
            let refusal = Parties.refusal { try AuthnRequest(reading: SAMLMessage(parsing: signed).verified(by: [Parties.serviceKey.certificate])) }
            #expect(refusal == .version || refusal == .malformed, "\(new)")
        }
    }

    @Test("Random changes of an answer never pass and never crash") func fuzz() throws {
        let answer = try Parties.answer(to: nil)
        var generator = SeededGenerator(seed: 2026)
        let honest = try Parties.accept(answer, mustBeEncrypted: false)
        for _ in 0..<400 {
            var changed = answer
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let at = Int.random(in: 0..<changed.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: changed[at] = UInt8.random(in: 32..<127, using: &generator)
                case 1: changed.remove(at: at)
                default: changed.insert(UInt8.random(in: 32..<127, using: &generator), at: at)
                }
            }
            // White space, prefixes of the envelope and key hints may change without harm; who the person is may not.
            if let person = try? Parties.accept(changed, mustBeEncrypted: false) { #expect(person == honest) }
        }
    }
}

/// Signs a text that no writer of ours would make.
private func resigned(_ text: String, id: String) throws -> [UInt8] {
    let signature = try EnvelopedSignature.make(over: Array(text.utf8), id: id, identity: Parties.serviceKey)
    return Array(text.replacingOccurrences(of: "</saml2:Issuer>", with: "</saml2:Issuer>" + signature).utf8)
}
