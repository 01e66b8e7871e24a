internal import Identity
internal import Office
internal import struct Hummingbird.RouterPath

/// Addresses of a citizen's own pages.
enum CitizenPlace: Address, Hashable {
    case home, registration, signIn, signInCode, signInSend, signOut
    case addresses, addressCodes
    case newApplication, application(ApplicationID), withdrawal(ApplicationID)
    case profile, profileAct(ProfileAct), profileCode(ProfileAct)
    case looks, sessions, endSession(Int64), endOtherSessions
    case app, appCode, appSecret
    case contactChange(ContactKind), contactChangeCodes(ContactKind)
    case passwordReset, passwordResetCodes
    case visit(ApplicationID), visitEnd(ApplicationID)
    case letters, newLetter, letter(TrustedSigningID), letterCode(TrustedSigningID), letterSign(TrustedSigningID), letterFile(TrustedSigningID)
    case letterSend(TrustedSigningID), letterReceipt(TrustedSigningID)

    /// Signing for another system; the ticket is the address.
    case signing(SigningTicket), signingCode(SigningTicket), signingSign(SigningTicket), signingRefusal(SigningTicket)
    case signingSource(SigningTicket, Int), signingDocument(SigningTicket, Int), signingSigned(SigningTicket, Int)

    case taxes
    case powers, newPower, newPowerCode, newPowerGrant, representation(RepresentationPage.Whose), powerEnd(PowerID)

    /// What the holder does with the own profile.
    enum ProfileAct: String, CaseIterable { case extend = "przedluz", invalidate = "uniewaznij" }

    /// Which address the holder changes.
    enum ContactKind: String, CaseIterable { case mail = "email", phone = "telefon" }

    var link: String {
        switch self {
        case .application(let id): "/konto/wnioski/\(id)"
        case .withdrawal(let id): "/konto/wnioski/\(id)/wycofaj"
        case .profileAct(let act): "/konto/profil/\(act.rawValue)"
        case .profileCode(let act): "/konto/profil/\(act.rawValue)/kod"
        case .contactChange(let kind): "/konto/zmiana/\(kind.rawValue)"
        case .contactChangeCodes(let kind): "/konto/zmiana/\(kind.rawValue)/kody"
        case .visit(let id): "/konto/wnioski/\(id)/wizyta"
        case .visitEnd(let id): "/konto/wnioski/\(id)/wizyta/odwolaj"
        case .endSession(let id): "/konto/sesje/\(id)/zakoncz"
        case .letter(let id): "/konto/pisma/\(id)"
        case .letterCode(let id): "/konto/pisma/\(id)/kod"
        case .letterSign(let id): "/konto/pisma/\(id)/podpisz"
        case .letterFile(let id): "/konto/pisma/\(id)/dokument.xml"
        case .letterSend(let id): "/konto/pisma/\(id)/wyslij"
        case .letterReceipt(let id): "/konto/pisma/\(id)/upp.xml"
        case .representation(let whose): "/konto/pelnomocnictwa/zgloszenie/\(whose.rawValue)"
        case .powerEnd(let id): "/konto/pelnomocnictwa/\(id)/cofnij"
        case .signing(let ticket): "/konto/podpis/\(ticket)"
        case .signingCode(let ticket): "/konto/podpis/\(ticket)/kod"
        case .signingSign(let ticket): "/konto/podpis/\(ticket)/podpisz"
        case .signingRefusal(let ticket): "/konto/podpis/\(ticket)/odmow"
        case .signingSource(let ticket, let n): "/konto/podpis/\(ticket)/\(n)/zrodlo"
        case .signingDocument(let ticket, let n): "/konto/podpis/\(ticket)/\(n)/dokument.xml"
        case .signingSigned(let ticket, let n): "/konto/podpis/\(ticket)/\(n)/podpisany.xml"
        default: pattern.rawValue
        }
    }

    var pattern: Pattern {
        switch self {
        case .home: .home
        case .registration: .registration
        case .signIn: .signIn
        case .signInCode: .signInCode
        case .signInSend: .signInSend
        case .signOut: .signOut
        case .addresses: .addresses
        case .addressCodes: .addressCodes
        case .newApplication: .newApplication
        case .application: .application
        case .withdrawal: .withdrawal
        case .profile: .profile
        case .profileAct: .profileAct
        case .profileCode: .profileCode
        case .looks: .looks
        case .sessions: .sessions
        case .endSession: .endSession
        case .endOtherSessions: .endOtherSessions
        case .app: .app
        case .appCode: .appCode
        case .appSecret: .appSecret
        case .contactChange: .contactChange
        case .contactChangeCodes: .contactChangeCodes
        case .passwordReset: .passwordReset
        case .passwordResetCodes: .passwordResetCodes
        case .visit: .visit
        case .visitEnd: .visitEnd
        case .letters: .letters
        case .newLetter: .newLetter
        case .letter: .letter
        case .letterCode: .letterCode
        case .letterSign: .letterSign
        case .letterFile: .letterFile
        case .letterSend: .letterSend
        case .letterReceipt: .letterReceipt
        case .taxes: .taxes
        case .powers: .powers
        case .newPower: .newPower
        case .newPowerCode: .newPowerCode
        case .newPowerGrant: .newPowerGrant
        case .representation: .representation
        case .powerEnd: .powerEnd
        case .signing: .signing
        case .signingCode: .signingCode
        case .signingSign: .signingSign
        case .signingRefusal: .signingRefusal
        case .signingSource: .signingSource
        case .signingDocument: .signingDocument
        case .signingSigned: .signingSigned
        }
    }

    /// The beginning of the addresses of acts of signing.
    static let signingPrefix = "/konto/podpis/"

    enum Pattern: String, CaseIterable {
        case home = "/konto"
        case registration = "/konto/nowe"
        case signIn = "/konto/logowanie"
        case signInCode = "/konto/logowanie/kod"
        case signInSend = "/konto/logowanie/wyslij"
        case signOut = "/konto/wyloguj"
        case addresses = "/konto/adresy"
        case addressCodes = "/konto/adresy/kody"
        case newApplication = "/konto/wniosek"
        case application = "/konto/wnioski/{id}"
        case withdrawal = "/konto/wnioski/{id}/wycofaj"
        case profile = "/konto/profil"
        case profileAct = "/konto/profil/{czynnosc}"
        case profileCode = "/konto/profil/{czynnosc}/kod"
        case looks = "/konto/wglady"
        case sessions = "/konto/sesje"
        case endSession = "/konto/sesje/{id}/zakoncz"
        case endOtherSessions = "/konto/sesje/zakoncz-inne"
        case app = "/konto/aplikacja"
        case appCode = "/konto/aplikacja/kod"
        case appSecret = "/konto/aplikacja/klucz"
        case contactChange = "/konto/zmiana/{co}"
        case contactChangeCodes = "/konto/zmiana/{co}/kody"
        case passwordReset = "/konto/haslo"
        case passwordResetCodes = "/konto/haslo/kody"
        case visit = "/konto/wnioski/{id}/wizyta"
        case visitEnd = "/konto/wnioski/{id}/wizyta/odwolaj"
        case letters = "/konto/pisma"
        case newLetter = "/konto/pisma/nowe"
        case letter = "/konto/pisma/{id}"
        case letterCode = "/konto/pisma/{id}/kod"
        case letterSign = "/konto/pisma/{id}/podpisz"
        case letterFile = "/konto/pisma/{id}/dokument.xml"
        case letterSend = "/konto/pisma/{id}/wyslij"
        case letterReceipt = "/konto/pisma/{id}/upp.xml"
        case taxes = "/konto/podatki"
        case powers = "/konto/pelnomocnictwa"
        case newPower = "/konto/pelnomocnictwa/nowe"
        case newPowerCode = "/konto/pelnomocnictwa/nowe/kod"
        case newPowerGrant = "/konto/pelnomocnictwa/nowe/udziel"
        case representation = "/konto/pelnomocnictwa/zgloszenie/{kogo}"
        case powerEnd = "/konto/pelnomocnictwa/{id}/cofnij"
        case signing = "/konto/podpis/{bilet}"
        case signingCode = "/konto/podpis/{bilet}/kod"
        case signingSign = "/konto/podpis/{bilet}/podpisz"
        case signingRefusal = "/konto/podpis/{bilet}/odmow"
        case signingSource = "/konto/podpis/{bilet}/{nr}/zrodlo"
        case signingDocument = "/konto/podpis/{bilet}/{nr}/dokument.xml"
        case signingSigned = "/konto/podpis/{bilet}/{nr}/podpisany.xml"

        var route: RouterPath { RouterPath(rawValue) }
    }
}
