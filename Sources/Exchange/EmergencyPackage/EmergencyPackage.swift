internal import Kernel
internal import Law
internal import XML

/// The package of documents that a box's owner downloads by hand when the services are down (epuap.md § 4.13).
public enum EmergencyPackage {
    /// The file that describes the others.
    public static let descriptor = "Deskryptor.xml"

    /// - Parameter zip: the package as it was downloaded.
    public static func read(zip: [UInt8]) throws -> [FetchedDocument] { try read(Archive.files(zip: zip)) }

    /// - Parameter files: contents by path inside the archive.
    /// - Throws: `Problem` that names what is missing.
    public static func read(_ files: [String: [UInt8]]) throws -> [FetchedDocument] {
        guard
            let bytes = files.filter({ $0.key.split(separator: "/").last.map(String.init) == descriptor }).min(by: {
                ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key)
            })?.value
        else {
            throw Problem(.invalidInput, "W paczce nie ma pliku \(descriptor). Pobierz paczkę ze skrytki jeszcze raz.")
        }
        let tree: XMLTree
        do { tree = try XMLTree(parsing: bytes) } catch { throw Problem(.invalidInput, "Pliku \(descriptor) nie da się odczytać jako XML.") }
        return try tree.root.children("Dokument").map { d in
            let path = d.childText("SciezkaWArchiwum")?.trimmed ?? ""
            guard let content = files[path] ?? files[String(path.drop { $0 == "/" || $0 == "." })] else {
                throw Problem(.invalidInput, "W paczce brakuje pliku „\(FileName.safe(path))”, który wymienia \(descriptor).")
            }
            guard let box = BoxAddress(d.childText("AdresSkrytki")?.trimmed ?? "") else {
                throw Problem(.unknownBox, "Paczka podaje nieprawidłowy adres skrytki.")
            }
            let who = d.child("DanePodmiotu")
            return FetchedDocument(
                box: box, senderPodmiot: who?.childText("Identyfikator") ?? "", senderName: who?.childText("NazwiskoNazwa") ?? "",
                senderGivenNames: who?.childText("ImieSkrot") ?? "", senderIsPerson: who?.childText("TypOsoby") == "F",
                senderPESEL: who?.childText("Pesel") ?? "", senderNIP: who?.childText("Nip") ?? "", senderREGON: who?.childText("Regon") ?? "",
                submittedAt: instant(d.childText("DataNadania")?.trimmed ?? ""), replyBox: d.childText("AdresOdpowiedzi") ?? "", isTest: false,
                extra: Base64.decode(d.childText("DaneDodatkowe") ?? "") ?? [], fileName: FileName.safe(d.childText("NazwaPliku") ?? path),
                content: content)
        }
    }

    /// `dd.MM.yyyyTHH:mm:ss.SSS`, Polish time.
    static func instant(_ text: String) -> Instant? {
        let halves = text.split(separator: "T")
        guard halves.count == 2 else { return nil }
        let day = halves[0].split(separator: ".")
        guard day.count == 3 else { return nil }
        return PolishTime.instant("\(day[2])-\(day[1])-\(day[0])T\(halves[1])")
    }
}
