internal import Chancery
internal import Kernel
internal import struct Hummingbird.RouterPath

/// Addresses of the letters that the office writes.
enum OutgoingPlace: Address, Hashable {
    /// What the person is writing.
    case mine
    /// A letter of a case, begun from a template.
    case newInCase(CaseSign)
    /// A letter without a case, to somebody outside, to a unit or to many.
    case new
    case letter(OutgoingLetterID)
    case edit(OutgoingLetterID)
    /// Keeps what is being typed.
    case words(OutgoingLetterID)
    case attachments(OutgoingLetterID)
    case preview(OutgoingLetterID)
    case versions(OutgoingLetterID)
    case recall(OutgoingLetterID)
    case cancel(OutgoingLetterID)
    case withdraw(OutgoingLetterID)
    /// The scan of a letter signed by hand.
    case scan(OutgoingLetterID)
    case file(OutgoingLetterID, ContentHash)
    /// The case itself; its page belongs to another area.
    case caseFile(String)

    /// Key of the built-in template that is chosen beforehand.
    static let templateField = "wzor"

    var link: String {
        switch self {
        case .mine: Pattern.mine.rawValue
        case .newInCase(let sign): "/ezd/sprawy/\(PercentCoding.encode(sign.description))/pisma/nowe"
        case .new: Pattern.new.rawValue
        case .letter(let id): "/ezd/pisma/\(id)"
        case .edit(let id): "/ezd/pisma/\(id)/edycja"
        case .words(let id): "/ezd/pisma/\(id)/slowa"
        case .attachments(let id): "/ezd/pisma/\(id)/zalaczniki"
        case .preview(let id): "/ezd/pisma/\(id)/podglad.pdf"
        case .versions(let id): "/ezd/pisma/\(id)/wersje"
        case .recall(let id): "/ezd/pisma/\(id)/cofnij"
        case .cancel(let id): "/ezd/pisma/\(id)/anuluj"
        case .withdraw(let id): "/ezd/pisma/\(id)/wycofaj"
        case .scan(let id): "/ezd/pisma/\(id)/skan"
        case .file(let id, let hash): "/ezd/pisma/\(id)/plik/\(hash)"
        case .caseFile(let sign): "/ezd/sprawy/\(PercentCoding.encode(sign))"
        }
    }

    enum Pattern: String {
        case mine = "/ezd/pisma"
        case newInCase = "/ezd/sprawy/{znak}/pisma/nowe"
        case new = "/ezd/pisma/nowe"
        case letter = "/ezd/pisma/{id}"
        case edit = "/ezd/pisma/{id}/edycja"
        case words = "/ezd/pisma/{id}/slowa"
        case attachments = "/ezd/pisma/{id}/zalaczniki"
        case preview = "/ezd/pisma/{id}/podglad.pdf"
        case versions = "/ezd/pisma/{id}/wersje"
        case recall = "/ezd/pisma/{id}/cofnij"
        case cancel = "/ezd/pisma/{id}/anuluj"
        case withdraw = "/ezd/pisma/{id}/wycofaj"
        case scan = "/ezd/pisma/{id}/skan"
        case file = "/ezd/pisma/{id}/plik/{skrot}"

        var route: RouterPath { RouterPath(rawValue) }
    }
}

/// Addresses of accepting and signing.
enum ApprovalPlace: Address, Hashable {
    case queue
    case letter(OutgoingLetterID)
    case sendBack(OutgoingLetterID)
    case correct(OutgoingLetterID)
    /// Accepting on the last level and signing at once.
    case acceptAndSign(OutgoingLetterID)
    case signing
    /// Signed by hand on paper.
    case byHand(OutgoingLetterID)

    var link: String {
        switch self {
        case .queue: Pattern.queue.rawValue
        case .letter(let id): "/ezd/akceptacja/\(id)"
        case .sendBack(let id): "/ezd/akceptacja/\(id)/zwroc"
        case .correct(let id): "/ezd/akceptacja/\(id)/popraw"
        case .acceptAndSign(let id): "/ezd/akceptacja/\(id)/podpis"
        case .signing: Pattern.signing.rawValue
        case .byHand(let id): "/ezd/podpis/\(id)/recznie"
        }
    }

    enum Pattern: String {
        case queue = "/ezd/akceptacja"
        case letter = "/ezd/akceptacja/{id}"
        case sendBack = "/ezd/akceptacja/{id}/zwroc"
        case correct = "/ezd/akceptacja/{id}/popraw"
        case acceptAndSign = "/ezd/akceptacja/{id}/podpis"
        case signing = "/ezd/podpis"
        case byHand = "/ezd/podpis/{id}/recznie"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
