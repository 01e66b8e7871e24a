public import HTTPTypes
internal import Hummingbird
public import Kernel
internal import NIOCore
internal import Store

extension Problem {
    /// The HTTP status that says the same to programs.
    public var status: HTTPResponse.Status {
        switch code {
        case .invalidInput: .badRequest
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        case .unavailable: .serviceUnavailable
        case .unauthenticated: .unauthorized
        default: .internalServerError
        }
    }

    /// Any error of a handler, in words for the person and with the status for programs.
    static func from(_ error: any Error) -> (status: HTTPResponse.Status, problem: Problem) {
        switch error {
        case let problem as Problem: return (problem.status, problem)
        case let problems as Problems:
            let first = problems.all.first ?? Problem(.invalidInput, "Popraw odpowiedzi i wyślij formularz jeszcze raz.")
            return (.unprocessableContent, first)
        case let error as SQLError: return from(error)
        case is NIOTooManyBytesError: return (.contentTooLarge, .bodyTooLarge)
        case let error as HTTPError: return from(error)
        default:
            // The description may carry data of a person, so only the type goes to the log.
            return (.internalServerError, .fault(cause: String(describing: type(of: error))))
        }
    }

    private static func from(_ error: SQLError) -> (HTTPResponse.Status, Problem) {
        let cause = error.description
        switch error.code {
        case .busy, .connection:
            return (.serviceUnavailable, Problem(.unavailable, "Baza danych teraz nie odpowiada, nic nie zapisano. Spróbuj za minutę.", cause: cause))
        case .diskFull:
            return (
                .serviceUnavailable,
                Problem(.unavailable, "Na serwerze skończyło się miejsce, nic nie zapisano. Powiadom administratora.", cause: cause)
            )
        default: return (.internalServerError, .fault(cause: cause))
        }
    }

    private static func from(_ error: HTTPError) -> (HTTPResponse.Status, Problem) {
        let cause = "HTTP \(error.status.code)"
        switch error.status.code {
        case 404: return (.notFound, Problem(.notFound, "Nie ma takiej strony. Może adres ma literówkę albo stronę przenieśliśmy.", cause: cause))
        case 413: return (.contentTooLarge, .bodyTooLarge)
        case 403: return (.forbidden, Problem(.forbidden, "Nie masz dostępu do tej strony. Poproś o niego administratora.", cause: cause))
        case 400..<500:
            return (error.status, Problem(.invalidInput, "Nie udało się odczytać żądania. Odśwież stronę i spróbuj jeszcze raz.", cause: cause))
        case 503: return (error.status, Problem(.unavailable, "Serwer teraz nie odpowiada. Spróbuj za kilka minut.", cause: cause))
        default: return (.internalServerError, .fault(cause: cause))
        }
    }

    static let bodyTooLarge = Problem(.tooLarge, "To, co wysyłasz, jest za duże. Zmniejsz pliki albo wyślij je osobno.")

    static func fault(cause: String) -> Problem {
        Problem(.internalFault, "Coś się u nas zepsuło. Spróbuj za kilka minut, a gdy to wróci, podaj administratorowi numer zdarzenia.", cause: cause)
    }
}
