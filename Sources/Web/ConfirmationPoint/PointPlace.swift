internal import Identity
internal import struct Hummingbird.RouterPath

/// Addresses of the pages of a confirmation point.
enum PointPlace: Address, Hashable {
    case queue, search
    case application(ApplicationID), step(ApplicationID, Step), print(ApplicationID), refusal(ApplicationID)
    case record(ServiceActID)
    case register, registerCSV, report, reportCSV, events
    case authorisations, authorisation(OperatorAuthorisationID, AuthorisationAct)
    case point, newPoint, pointState, grantRole, revokeRole
    case archive, paper(Int64, PaperAct)
    case ownCode, ownCodeSend
    case visits, visitList, visitPlan, visit(Int64, VisitAct)
    case powers, power(PowerID), powerProof(PowerID)

    /// What is posted about an application at the counter.
    enum Step: String, CaseIterable {
        case claim = "przyjmij", document = "dokument", print = "drukuj", signed = "podpisany", code = "kod", carryOut = "potwierdz", release = "odloz"
        /// Asks the population register again.
        case register = "rejestr"
    }

    enum AuthorisationAct: String, CaseIterable {
        case approve = "zatwierdz", decline = "odrzuc", suspend = "zawies", resume = "przywroc", withdraw = "cofnij", renew = "podpis"
    }

    enum VisitAct: String, CaseIterable { case arrived = "przyszla", called = "wezwij", missed = "nie-przyszla", cancelled = "odwolaj" }

    enum PaperAct: String, CaseIterable { case lend = "wypozycz", takeBack = "odbierz", destroy = "zniszcz" }

    var link: String {
        switch self {
        case .application(let id): "/pz/wnioski/\(id)"
        case .step(let id, let step): "/pz/wnioski/\(id)/\(step.rawValue)"
        case .print(let id): "/pz/wnioski/\(id)/wydruk"
        case .refusal(let id): "/pz/wnioski/\(id)/odmowa"
        case .record(let id): "/pz/czynnosci/\(id)"
        case .authorisation(let id, let act): "/pz/upowaznienia/\(id)/\(act.rawValue)"
        case .paper(let id, let act): "/pz/archiwum/\(id)/\(act.rawValue)"
        case .visit(let id, let act): "/pz/wizyty/\(id)/\(act.rawValue)"
        case .power(let id): "/pz/pelnomocnictwa/\(id)"
        case .powerProof(let id): "/pz/pelnomocnictwa/\(id)/dowod"
        default: pattern.rawValue
        }
    }

    var pattern: Pattern {
        switch self {
        case .queue: .queue
        case .search: .search
        case .application: .application
        case .step: .step
        case .print: .print
        case .refusal: .refusal
        case .record: .record
        case .register: .register
        case .registerCSV: .registerCSV
        case .report: .report
        case .reportCSV: .reportCSV
        case .events: .events
        case .authorisations: .authorisations
        case .authorisation: .authorisation
        case .point: .point
        case .newPoint: .newPoint
        case .pointState: .pointState
        case .grantRole: .grantRole
        case .revokeRole: .revokeRole
        case .archive: .archive
        case .paper: .paper
        case .ownCode: .ownCode
        case .ownCodeSend: .ownCodeSend
        case .visits: .visits
        case .visitList: .visitList
        case .visitPlan: .visitPlan
        case .visit: .visit
        case .powers: .powers
        case .power: .power
        case .powerProof: .powerProof
        }
    }

    enum Pattern: String, CaseIterable {
        case queue = "/pz"
        case search = "/pz/szukaj"
        case application = "/pz/wnioski/{id}"
        case step = "/pz/wnioski/{id}/{krok}"
        case print = "/pz/wnioski/{id}/wydruk"
        case refusal = "/pz/wnioski/{id}/odmowa"
        case record = "/pz/czynnosci/{id}"
        case register = "/pz/rejestr"
        case registerCSV = "/pz/rejestr.csv"
        case report = "/pz/sprawozdanie"
        case reportCSV = "/pz/sprawozdanie.csv"
        case events = "/pz/zdarzenia"
        case authorisations = "/pz/upowaznienia"
        case authorisation = "/pz/upowaznienia/{id}/{czynnosc}"
        case point = "/pz/punkt"
        case newPoint = "/pz/punkt/nowy"
        case pointState = "/pz/punkt/stan"
        case grantRole = "/pz/punkt/rola"
        case revokeRole = "/pz/punkt/rola-odbierz"
        case archive = "/pz/archiwum"
        case paper = "/pz/archiwum/{id}/{czynnosc}"
        case ownCode = "/pz/moje-kody"
        case ownCodeSend = "/pz/moje-kody/wyslij"
        case visits = "/pz/wizyty"
        case visitList = "/pz/wizyty/lista"
        case visitPlan = "/pz/wizyty/plan"
        case visit = "/pz/wizyty/{id}/{czynnosc}"
        case powers = "/pz/pelnomocnictwa"
        case power = "/pz/pelnomocnictwa/{id}"
        case powerProof = "/pz/pelnomocnictwa/{id}/dowod"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
