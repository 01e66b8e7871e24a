import Chancery
import Kernel
import Store
import StoreTesting
import Testing

@Suite struct OutgoingLettersTests {
    typealias F = OutgoingFixture

    private func problem(_ body: () async throws -> Void) async -> Problem? {
        do { try await body() } catch let problem as Problem { return problem } catch let problems as Problems { return problems.all.first } catch {}
        return nil
    }

    @Test("A letter goes from draft over two approvals to its signature; every version and decision is kept", arguments: Backend.available)
    func way(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let document = try await F.blob(db, "dokument"), file = try await F.blob(db, "podpisany")
            let id = try await db.write { try OutgoingLetters.create($0, F.draft(), by: F.author, at: F.noon) }
            #expect(id.identifier == "PISMO-1")
            try await db.write { c in
                var revision = try OutgoingLetters.save(c, id, revision: 1, F.content(body: "Wersja druga."), by: F.author, at: F.noon)
                // The same content again is no version.
                #expect(try OutgoingLetters.save(c, id, revision: revision, F.content(body: "Wersja druga."), by: F.author, at: F.noon) == revision)
                revision = try OutgoingLetters.submit(c, id, revision: revision, path: F.path, by: F.author, at: F.noon)
                revision = try OutgoingLetters.sendBack(c, id, revision: revision, words: " dodaj datę ", by: F.head, at: F.noon)
                revision = try OutgoingLetters.submit(c, id, revision: revision, path: F.path, by: F.author, at: F.noon)
                revision = try OutgoingLetters.correctAndAccept(c, id, revision: revision, F.content(body: "Poprawił kierownik."), by: F.head, at: F.noon)
                revision = try OutgoingLetters.accept(c, id, revision: revision, by: F.mayor, at: F.noon)
                _ = try F.signed(c, LetterAt(id, revision: revision), document: document, file: file)
            }
            let (letter, versions, decisions, people, signature) = try await db.read { c in
                (
                    try OutgoingLetters.find(c, id), try OutgoingLetters.versions(c, id), try OutgoingLetters.decisions(c, id),
                    try OutgoingLetters.responsible(c, id), try OutgoingLetters.signature(c, id)
                )
            }
            let found = try #require(letter)
            #expect(found.state == .signed && found.sign == "OR.1431.1.2026.1" && found.letterDate == PartialDate(F.today) && found.finalVersion == 3)
            #expect(versions.map(\.content.body) == ["Treść odpowiedzi.", "Wersja druga.", "Poprawił kierownik."])
            #expect(versions.map(\.by) == ["Ewa Rybak", "Ewa Rybak", "Adam Lis"] && versions[2].origin == .corrected)
            #expect(decisions.map(\.kind) == [.sentBack, .corrected, .accepted] && decisions.map(\.round) == [1, 2, 2] && decisions[0].words == "dodaj datę")
            #expect(Set(people.map { "\($0.name), \($0.post): \($0.act)" }).contains("Zofia Bąk, burmistrz: podpis"))
            #expect(signature?.content.signedFile?.hash == file && signature?.content.documentHash == document)

            let acts = try await db.read { try Metryka.entries($0, case: F.file.id).map(\.act) }
            #expect(
                acts == [
                    "Sporządzono projekt pisma", "Przekazano pismo do akceptacji", "Zwrócono pismo do poprawy (stopień 1 z 2)", "Przekazano pismo do akceptacji",
                    "Poprawiono i zaakceptowano pismo (stopień 1 z 2)", "Zaakceptowano pismo (stopień 2 z 2)", "Podpisano pismo (podpis elektroniczny PAdES)",
                ])
            #expect(try await Journal.verify(db).isIntact)
            #expect(try await db.read { try OutgoingLetters.search($0, "poprawił 1431", limit: 5) }.map(\.id) == [id])
        }
    }

    @Test("Two at once: one wins, the other reads who and when, and nothing of his is lost", arguments: Backend.available)
    func concurrency(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let id = try await db.write { c in
                let id = try OutgoingLetters.create(c, F.draft(), by: F.author, at: F.noon)
                _ = try OutgoingLetters.submit(c, id, revision: 1, path: ApprovalPath([.headOf(UnitID(1))]), by: F.author, at: F.noon)
                return id
            }
            let outcomes = await withTaskGroup(of: Problem?.self, returning: [Problem?].self) { group in
                for n in 0..<8 {
                    group.addTask {
                        await problem {
                            try await db.write { c in
                                if n % 2 == 0 {
                                    _ = try OutgoingLetters.accept(c, id, revision: 2, by: F.head, at: F.noon)
                                } else {
                                    _ = try OutgoingLetters.sendBack(c, id, revision: 2, words: "nie", by: F.head, at: F.noon)
                                }
                            }
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let losers = outcomes.compactMap { $0 }
            #expect(losers.count == 7 && losers.allSatisfy { $0.code == .conflict && $0.message.contains("Adam Lis, 12.03.2026 r. o 12:00") })
            #expect(try await db.read { try OutgoingLetters.decisions($0, id) }.count == 1)

            try await db.write { try OutgoingLetters.keepWords($0, id, baseVersion: 1, title: "T", body: "pół zdania", of: OfficerID(1), at: F.noon) }
            try await db.write { try OutgoingLetters.keepWords($0, id, baseVersion: 1, title: "T", body: "całe zdanie", of: OfficerID(1), at: F.noon) }
            #expect(try await db.read { try OutgoingLetters.keptWords($0, id, of: OfficerID(1)) }?.body == "całe zdanie")
            #expect(try await db.read { try OutgoingLetters.keptWords($0, id, of: OfficerID(2)) } == nil)
        }
    }

    @Test("Letters of a case are numbered one after another at the final approval, whoever approves at once", arguments: Backend.available)
    func signs(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            await withTaskGroup(of: Void.self) { group in
                for n in 0..<12 {
                    group.addTask {
                        _ = try? await db.write { c in
                            struct Refused: Error {}
                            _ = try F.approved(c, F.draft(F.content(title: "Nr \(n)")))
                            if n % 4 == 0 { throw Refused() }
                        }
                    }
                }
            }
            let signs = try await db.read { try OutgoingLetters.letters($0, case: F.file.id).compactMap(\.sign) }
            #expect(Set(signs) == Set((1...9).map { "OR.1431.1.2026.\($0)" }) && signs.count == 9)
            // Sent back by the signer and accepted anew, a letter keeps its sign.
            let letter = try await db.write { try F.approved($0) }
            let again = try await db.write { c in
                var revision = try OutgoingLetters.sendBack(c, letter.id, revision: letter.revision, words: "błąd", by: F.mayor, at: F.noon)
                revision = try OutgoingLetters.submit(c, letter.id, revision: revision, path: ApprovalPath([.officer(OfficerID(3))]), by: F.author, at: F.noon)
                _ = try OutgoingLetters.accept(c, letter.id, revision: revision, by: F.mayor, at: F.noon)
                return try OutgoingLetters.find(c, letter.id)
            }
            #expect(again?.sign == "OR.1431.1.2026.10" && again?.state == .approved)
            let loose = try await db.write { c in try OutgoingLetters.find(c, try F.approved(c, F.draft(file: nil)).id) }
            #expect(loose?.sign == nil && loose?.state == .approved)
        }
    }

    @Test("Only who was asked decides; a substitute acts with both names", arguments: Backend.available) func rights(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let id = try await db.write { c in
                let id = try OutgoingLetters.create(c, F.draft(), by: F.author, at: F.noon)
                _ = try OutgoingLetters.submit(c, id, revision: 1, path: F.path, by: F.author, at: F.noon)
                return id
            }
            #expect(await problem { try await db.write { _ = try OutgoingLetters.accept($0, id, revision: 2, by: F.mayor, at: F.noon) } }?.code == .forbidden)
            let substitute = ActingOfficer(
                officer: OfficerID(9), name: "Jan Żak", post: "inspektor", unit: UnitID(1), account: "konto:9", inPlaceOf: .init(officer: OfficerID(3), name: "Zofia Bąk")
            )
            try await db.write { c in
                _ = try OutgoingLetters.accept(c, id, revision: 2, by: F.head, at: F.noon)
                _ = try OutgoingLetters.accept(c, id, revision: 3, by: ApprovingOfficer(substitute), at: F.noon)
            }
            #expect(try await db.read { try OutgoingLetters.decisions($0, id) }.last?.by == "Jan Żak w zastępstwie: Zofia Bąk")
            #expect(ApprovingOfficer(substitute).asked == [.officer(OfficerID(3))])
        }
    }

    @Test("An unfinished letter is not put forward; each gap is named", arguments: Backend.available) func gaps(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { (db: any Database) async throws in
            func fields(_ content: LetterContent, kind: OutgoingLetterKind = .outgoing) async throws -> [String] {
                do {
                    try await db.write { c in
                        let id = try OutgoingLetters.create(c, F.draft(content, kind: kind), by: F.author, at: F.noon)
                        _ = try OutgoingLetters.submit(c, id, revision: 1, path: F.path, by: F.author, at: F.noon)
                    }
                } catch let problems as Problems { return problems.all.compactMap(\.field) }
                return []
            }
            #expect(try await fields(F.content()) == [])
            #expect(try await fields(F.content([])) == ["adresaci"])
            #expect(try await fields(F.content(title: "")) == ["tytul"])
            #expect(try await fields(F.content(body: " ")) == ["tresc"])
            #expect(try await fields(F.content(body: "Termin: [uzupełnij: Nowy termin]")) == ["tresc"])
            #expect(try await fields(F.content([Addressee(Correspondent(.unknown))])) == ["adresaci"])
            #expect(try await fields(F.content(), kind: .inside) == ["adresaci"])
            var dated = F.content()
            dated.metadata.letterDate = PartialDate("2026-03")
            #expect(try await fields(dated) == ["data"])
        }
    }

    @Test("I4: what was signed cannot change, by the acts or by SQL", arguments: Backend.available) func immutable(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letter = try await F.ready(db)
            let other = try await F.blob(db, "inny")
            #expect(
                await problem {
                    try await db.write { _ = try OutgoingLetters.save($0, letter.id, revision: letter.revision, F.content(body: "po"), by: F.author, at: F.noon) }
                }?
                .code == .conflict)
            #expect(
                await problem { try await db.write { _ = try OutgoingLetters.sendBack($0, letter.id, revision: letter.revision, words: "x", by: F.mayor, at: F.noon) } }?
                    .code == .conflict)
            let attempts: [SQL] = [
                "UPDATE outgoing_version SET body = 'zmienione'", "DELETE FROM outgoing_version", "UPDATE outgoing_signature SET signed_hash = \(other)",
                "DELETE FROM outgoing_signature", "UPDATE outgoing_final SET document_hash = \(other)", "DELETE FROM outgoing_final",
                "UPDATE outgoing_rendering SET hash = \(other)", "UPDATE outgoing_addressee SET label = 'x'",
                "UPDATE outgoing_decision SET words = 'x'", "UPDATE outgoing_path SET approver = 'osoba:1'", "UPDATE outgoing_letter SET title = 'x'",
                "UPDATE outgoing_letter SET sign = 'OR.1.1.2026.99'", "UPDATE outgoing_letter SET sign = NULL", "UPDATE outgoing_letter SET final_version = NULL",
                "UPDATE outgoing_letter SET current_version = 2", "UPDATE outgoing_letter SET addressee_list = 2", "UPDATE outgoing_letter SET case_id = 8",
                "UPDATE outgoing_letter SET letter_date = '2020-01-01'", "UPDATE outgoing_letter SET state = 'projekt'",
                "UPDATE outgoing_letter SET state = 'projekt', final_version = NULL", "DELETE FROM outgoing_letter",
            ]
            for sql in attempts {
                await #expect(throws: SQLError.self, "\(sql.text)") { try await db.write { try $0.execute(sql) } }
            }
            let found = try #require(try await db.read { try OutgoingLetters.find($0, letter.id) })
            #expect(found.state == .signed && found.version.content == F.content() && found.revision == letter.revision)
        }
    }

    @Test("I5: nothing unsigned is signed, sent or marked as sent", arguments: Backend.available) func unsigned(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let draft = try await db.write { LetterAt(try OutgoingLetters.create($0, F.draft(), by: F.author, at: F.noon), revision: 1) }
            let approved = try await db.write { try F.approved($0) }
            for letter in [draft, approved] {
                #expect(await problem { try await db.write { _ = try Dispatch.send($0, F.order(letter, [.eDelivery]), by: F.author, at: F.noon) } }?.code == .conflict)
            }
            // A signature over another document than the approved version's.
            let foreign = try await F.blob(db, "obcy")
            let signed = SignedContent(
                documentHash: foreign, format: .xades, signedFile: LetterDocument(hash: foreign, name: "a.xml", mediaType: "text/xml", size: 1),
                certificateSummary: "", signedAt: F.noon)
            #expect(
                await problem { try await db.write { _ = try OutgoingLetters.sign($0, approved.id, revision: approved.revision, signed, by: F.mayor, at: F.noon) } }?
                    .message.contains("inny dokument") == true)
            // And by somebody who was not asked.
            #expect(
                await problem { try await db.write { _ = try OutgoingLetters.sign($0, approved.id, revision: approved.revision, signed, by: F.head, at: F.noon) } }?.code
                    == .forbidden)
            let attempts: [SQL] = [
                "UPDATE outgoing_letter SET state = 'podpisane' WHERE id = \(draft.id)", "UPDATE outgoing_letter SET state = 'wyslane' WHERE id = \(approved.id)",
                """
                INSERT INTO outgoing_final (letter_id, version, basis, document_hash, at, by_name) VALUES (\(approved.id), 1, 'podpis', NULL, 0, 'x')
                """,
                """
                INSERT INTO outgoing_final (letter_id, version, basis, document_hash, at, by_name) VALUES (\(approved.id), 1, 'podpis', \(foreign), 0, 'x')
                """,
                """
                INSERT INTO outgoing_final (letter_id, version, basis, document_hash, at, by_name) VALUES (\(approved.id), 99, 'akceptacja', NULL, 0, 'x')
                """,
                """
                INSERT INTO outgoing_register (book, year, number, letter_id, handed_day, is_group, addressee_label, addressee_sort, sign, sign_sort, channel,
                    manner_sort, title, kinds, sender, registered_at, registered_by)
                VALUES ('wychodzace', 2026, 1, \(draft.id), '2026-03-12', 0, '', '', '', '', 'e-mail', '', '', '', '', 0, '')
                """,
            ]
            for sql in attempts { await #expect(throws: SQLError.self, "\(sql.text)") { try await db.write { try $0.execute(sql) } } }
        }
    }

    @Test("I7: every file of a letter is a recorded blob named by its SHA-256", arguments: Backend.available) func files(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let hash = try await F.blob(db, "załącznik")
            var content = F.content()
            content.attachments = [OutgoingAttachment(name: "mapa.pdf", mediaType: "application/pdf", size: 9, hash: hash)]
            let kept = content
            let id = try await db.write { try OutgoingLetters.create($0, F.draft(kept), by: F.author, at: F.noon) }
            #expect(try await db.read { try OutgoingLetters.find($0, id) }?.version.content.attachments == kept.attachments)
            // A file that was never stored cannot be attached.
            content.attachments[0].hash = try #require(ContentHash(String(repeating: "0", count: 64)))
            let lost = content
            await #expect(throws: SQLError.self) { try await db.write { _ = try OutgoingLetters.create($0, F.draft(lost), by: F.author, at: F.noon) } }
            await #expect(throws: SQLError.self) { try await db.write { try $0.execute("UPDATE outgoing_attachment SET hash = \(hash)") } }
            await #expect(throws: SQLError.self) { try await db.write { try $0.execute("DELETE FROM outgoing_attachment") } }
            // Taken away from the next version, it stays with the one before.
            try await db.write { _ = try OutgoingLetters.save($0, id, revision: 1, F.content(), by: F.author, at: F.noon) }
            #expect(try await db.read { try OutgoingLetters.versions($0, id).map(\.content.attachments.count) } == [1, 0])
        }
    }

    @Test("Paper is signed by hand on the printed version; the scan may come later", arguments: Backend.available) func paper(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let document = try await F.blob(db, "wydruk"), scan = try await F.blob(db, "skan")
            let letter = try await db.write { try F.approved($0) }
            #expect(try await db.read { try OutgoingLetters.signingRequest($0, letter.id) } == nil)
            try await db.write {
                try OutgoingLetters.attachDocument(
                    $0, letter.id, revision: letter.revision, LetterDocument(hash: document, name: "a.pdf", mediaType: "application/pdf", size: 6),
                    by: F.author.performer, at: F.noon)
            }
            let request = try #require(try await db.read { try OutgoingLetters.signingRequest($0, letter.id) })
            #expect(request.document.hash == document && request.revision == letter.revision && request.sign == "OR.1431.1.2026.1")
            var signed = SignedContent(documentHash: document, format: .paper, signedFile: nil, certificateSummary: "", signedAt: F.noon.adding(seconds: 86_400))
            let future = signed
            #expect(
                await problem { try await db.write { _ = try OutgoingLetters.sign($0, letter.id, revision: letter.revision, future, by: F.mayor, at: F.noon) } }?.field
                    == "data-podpisu")
            signed.signedAt = F.noon
            let good = signed
            try await db.write { c in
                _ = try OutgoingLetters.sign(c, letter.id, revision: letter.revision, good, by: F.mayor, at: F.noon)
                try OutgoingLetters.attachScan(
                    c, letter.id, LetterDocument(hash: scan, name: "skan.pdf", mediaType: "application/pdf", size: 4), by: F.author, at: F.noon)
            }
            let better = try await F.blob(db, "lepszy skan")
            let document2 = LetterDocument(hash: better, name: "skan.pdf", mediaType: "application/pdf", size: 4)
            try await db.write { try OutgoingLetters.attachScan($0, letter.id, document2, by: F.author, at: F.noon.adding(seconds: 60)) }
            // A later scan stands beside the first; the same one is not kept twice, and none is ever changed.
            #expect(await problem { try await db.write { try OutgoingLetters.attachScan($0, letter.id, document2, by: F.author, at: F.noon) } }?.code == .conflict)
            let kept = try await db.read { try OutgoingLetters.scans($0, letter.id) }
            #expect(
                kept.map(\.document.hash) == [scan, better] && kept.map(\.by) == ["Ewa Rybak", "Ewa Rybak"] && kept.map(\.at) == [F.noon, F.noon.adding(seconds: 60)])
            await #expect(throws: (any Error).self) { try await db.write { _ = try $0.execute("UPDATE outgoing_scan SET name = 'inny.pdf'") } }
            #expect(try await db.read { try OutgoingLetters.signature($0, letter.id) }?.content.format == .paper)
        }
    }

    @Test("A list is decided letter by letter: one refused does not hold the others", arguments: Backend.available) func bulk(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let letters = try await db.write { c in
                try (0..<5).map { n in
                    let id = try OutgoingLetters.create(c, F.draft(F.content(title: "Nr \(n)")), by: F.author, at: F.noon)
                    return LetterAt(id, revision: try OutgoingLetters.submit(c, id, revision: 1, path: ApprovalPath([.officer(OfficerID(3))]), by: F.author, at: F.noon))
                }
            }
            try await db.write { _ = try OutgoingLetters.recall($0, letters[2].id, revision: 2, by: F.author, at: F.noon) }
            let results = try await db.write { try OutgoingLetters.acceptAll($0, letters, by: F.mayor, at: F.noon) }
            #expect(results.map(\.isDone) == [true, true, false, true, true] && results.map(\.letter) == letters.map(\.id))
            #expect(results[2].problem?.message.contains("Ewa Rybak") == true)
            #expect(try await db.read { try OutgoingLetters.count($0, .signing([.officer(OfficerID(3))])) } == 4)
            #expect(try await Journal.verify(db).isIntact)
        }
    }

    @Test("Queues show what waits for whom, longest first, each letter once over the pages", arguments: Backend.available) func queues(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            try await db.write { c in
                for n in 0..<9 {
                    let id = try OutgoingLetters.create(c, F.draft(F.content(title: "Nr \(n)")), by: F.author, at: F.noon.adding(seconds: Int64(n % 3)))
                    guard n >= 4 else { continue }
                    let path = n == 8 ? ApprovalPath([.officer(OfficerID(3))]) : F.path
                    _ = try OutgoingLetters.submit(c, id, revision: 1, path: path, by: F.author, at: F.noon.adding(seconds: Int64(100 - n)))
                }
            }
            let asked = F.head.asked
            #expect(asked == [.officer(OfficerID(2)), .headOf(UnitID(1))])
            var seen: [OutgoingLetterID] = []
            var after: RegisterQuery.Position?
            repeat {
                let from = after
                let page = try await db.read { try OutgoingLetters.page($0, .approval(asked), after: from, limit: 2) }
                seen += page.rows.map(\.id)
                after = page.next.flatMap { RegisterQuery.Position($0.description) }
            } while after != nil
            #expect(seen == [8, 7, 6, 5].map { OutgoingLetterID($0) })
            #expect(try await db.read { try OutgoingLetters.count($0, .drafts(OfficerID(1))) } == 4)
            #expect(try await db.read { try OutgoingLetters.count($0, .approval(F.mayor.asked)) } == 1)
            #expect(try await db.read { try OutgoingLetters.count($0, .drafts(OfficerID(2))) } == 0)
            #expect(try await db.read { try OutgoingLetters.unfinished($0, case: F.file.id) }.count == 9)
        }
    }

    @Test("A draft given up and a letter taken back stay with their reasons", arguments: Backend.available) func ends(_ backend: Backend) async throws {
        try await backend.withDatabase(migrations: F.migrations) { db in
            let id = try await db.write { try OutgoingLetters.create($0, F.draft(), by: F.author, at: F.noon) }
            #expect(await problem { try await db.write { try OutgoingLetters.cancel($0, id, revision: 1, reason: " ", by: F.author, at: F.noon) } }?.field == "powod")
            try await db.write { try OutgoingLetters.cancel($0, id, revision: 1, reason: "sprawa nieaktualna", by: F.author, at: F.noon) }
            let cancelled = try await db.read { c in try OutgoingLetters.find(c, id) }
            #expect(cancelled?.state == .cancelled(reason: "sprawa nieaktualna"))
            let letter = try await F.ready(db)
            try await db.write { try OutgoingLetters.withdraw($0, letter.id, revision: letter.revision, reason: "błędny adres", by: F.author, at: F.noon) }
            let found = try await db.read { try OutgoingLetters.find($0, letter.id) }
            #expect(found?.state == .withdrawn(reason: "błędny adres") && found?.sign == "OR.1431.1.2026.1" && found?.finalVersion == 1)
            #expect(try await db.read { try OutgoingLetters.count($0, .dispatch(nil)) } == 0)
            // Its sign is not given again.
            let next = try await db.write { c in try OutgoingLetters.find(c, try F.approved(c).id) }
            #expect(next?.sign == "OR.1431.1.2026.2")
        }
    }
}
