internal import Chancery
internal import struct Hummingbird.RouterPath

/// Addresses of sending letters and of what comes back.
enum DispatchPlace: Address, Hashable {
    case queue
    case confirm
    /// Another way than the proposed one, for the addressees of one letter.
    case letter(OutgoingLetterID)
    /// What waits for the post, with its numbers.
    case post
    case number(DispatchID)
    case books
    case book(PostingBook.ID)
    /// What waits for the electronic channels, and since when.
    case waiting
    /// What is handed over by people.
    case byHand
    case handOver
    /// Who took one letter, with the proof.
    case receipt(DispatchID)
    case receiptPrint(DispatchID)
    case print(Print)
    case returns
    case evidence(Int64)
    case again(DispatchID)
    case register(OutgoingBook)
    case registerPrint(OutgoingBook)
    case registerCSV(OutgoingBook)
    case registerXML(OutgoingBook)

    enum Print: String { case letters = "pisma", envelopes = "koperty", labels = "etykiety", book = "ksiazka" }

    private static func base(_ book: OutgoingBook) -> String { book == .outgoing ? "/ezd/wysylki" : "/ezd/pisma-wewnetrzne" }

    var link: String {
        switch self {
        case .queue: Pattern.queue.rawValue
        case .confirm: Pattern.confirm.rawValue
        case .letter(let id): "/ezd/wysylka/pismo/\(id)"
        case .post: Pattern.post.rawValue
        case .number(let id): "/ezd/wysylka/poczta/\(id)"
        case .books: Pattern.books.rawValue
        case .book(let id): "/ezd/wysylka/ksiazki/\(id)"
        case .waiting: Pattern.waiting.rawValue
        case .byHand: Pattern.byHand.rawValue
        case .handOver: Pattern.handOver.rawValue
        case .receipt(let id): "/ezd/wysylka/odbior/\(id)"
        case .receiptPrint(let id): "/ezd/wysylka/odbior/\(id)/druk"
        case .print(let what): "/ezd/wysylka/druk/\(what.rawValue)"
        case .returns: Pattern.returns.rawValue
        case .evidence(let id): "/ezd/zwroty/dowody/\(id)"
        case .again(let id): "/ezd/zwroty/\(id)/ponow"
        case .register(let book): Self.base(book)
        case .registerPrint(let book): Self.base(book) + "/druk"
        case .registerCSV(let book): Self.base(book) + "/csv"
        case .registerXML(let book): Self.base(book) + "/xml"
        }
    }

    enum Pattern: String {
        case queue = "/ezd/wysylka"
        case confirm = "/ezd/wysylka/potwierdz"
        case letter = "/ezd/wysylka/pismo/{id}"
        case post = "/ezd/wysylka/poczta"
        case number = "/ezd/wysylka/poczta/{id}"
        case books = "/ezd/wysylka/ksiazki"
        case book = "/ezd/wysylka/ksiazki/{id}"
        case waiting = "/ezd/wysylka/lacze"
        case byHand = "/ezd/wysylka/do-rak"
        case handOver = "/ezd/wysylka/przekazano"
        case receipt = "/ezd/wysylka/odbior/{id}"
        case receiptPrint = "/ezd/wysylka/odbior/{id}/druk"
        case print = "/ezd/wysylka/druk/{co}"
        case returns = "/ezd/zwroty"
        case evidence = "/ezd/zwroty/dowody/{id}"
        case again = "/ezd/zwroty/{id}/ponow"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
