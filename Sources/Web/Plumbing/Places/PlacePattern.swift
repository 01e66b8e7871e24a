public import struct Hummingbird.RouterPath

/// The shape of an address, as the router reads it.
public enum PlacePattern: String, Sendable, Hashable, CaseIterable {
    case signIn = "/logowanie"
    case signOut = "/wyloguj"
    case desk = "/ezd"
    case letters = "/ezd/wplywy"
    case letter = "/ezd/wplywy/{rok}/{nr}"
    case correction = "/ezd/wplywy/{rok}/{nr}/popraw"
    case cancellation = "/ezd/wplywy/{rok}/{nr}/anuluj"
    case confirmation = "/ezd/wplywy/{rok}/{nr}/potwierdzenie"
    case label = "/ezd/wplywy/{rok}/{nr}/etykieta"
    case file = "/ezd/wplywy/{rok}/{nr}/plik/{plik}"
    case registration = "/ezd/rejestracja"
    case knownSenders = "/ezd/rejestracja/nadawcy"
    case scans = "/ezd/rejestracja/skany"
    case scanPreview = "/ezd/rejestracja/skany/{id}/podglad"
    case scanFile = "/ezd/rejestracja/skany/{id}/plik"
    case scanRefusal = "/ezd/rejestracja/skany/{id}/odrzuc"
    case lettersPrint = "/ezd/wplywy/druk"
    case lettersCSV = "/ezd/wplywy.csv"
    case lettersXML = "/ezd/wplywy.xml"
    case search = "/ezd/szukaj"
    case receipts = "/ezd/poswiadczenia"
    case shortcuts = "/ja/skroty"
    case admin = "/admin"
    case people = "/admin/osoby"
    case queues = "/admin/kolejki"
    case status = "/zdrowie"
    case live = "/health/live"
    case ready = "/health/ready"

    public var route: RouterPath { RouterPath(rawValue) }
}
