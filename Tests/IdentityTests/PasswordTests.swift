@testable import Identity
import Kernel
import Testing

@Suite struct Passwords {
    @Test func theKeptTextNamesItsCostAndOpensWithTheRightPasswordOnly() throws {
        let hash = try PasswordHash(of: phrase, cost: PasswordCost(logN: 4))
        #expect(hash.description.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        #expect(!hash.description.contains(phrase))
        let read = try #require(PasswordHash(hash.description))
        #expect(try read.matches(phrase))
        #expect(try !read.matches(phrase + " "))
    }

    @Test func theStandardCostWorks() throws {
        let hash = try PasswordHash(of: phrase, cost: .standard)
        #expect(hash.description.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(try hash.matches(phrase))
    }

    @Test func onePasswordGivesTwoTexts() throws {
        let cost = PasswordCost(logN: 4)
        #expect(try PasswordHash(of: phrase, cost: cost).description != PasswordHash(of: phrase, cost: cost).description)
    }

    @Test(arguments: [
        "", "$scrypt$", "$scrypt$ln=4,r=8,p=1$abc", "$argon2$ln=4,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=60,r=8,p=1$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func aDamagedTextOpensNothing(_ text: String) { #expect(PasswordHash(text) == nil) }

    @Test func aLetterWithASeparateAccentIsTheSameLetter() throws {
        let hash = try PasswordHash(of: "gęś nad stawem i kot", cost: PasswordCost(logN: 4))
        #expect(try hash.matches("ge\u{328}s\u{301} nad stawem i kot"))
    }

    @Test func aStrongerCostRenewsTheHash() async throws {
        let kept = try await PasswordHasher(cost: PasswordCost(logN: 4)).hash(phrase)
        let verdict = try await PasswordHasher(cost: PasswordCost(logN: 5)).verify(phrase, against: kept)
        #expect(verdict.matches)
        #expect(verdict.renewed?.hasPrefix("$scrypt$ln=5,") == true)
        let same = try await PasswordHasher(cost: PasswordCost(logN: 4)).verify(phrase, against: kept)
        #expect(same.renewed == nil)
    }

    @Test func anUnknownLoginIsNeverRightWhateverIsTyped() async throws {
        let hasher = PasswordHasher(cost: PasswordCost(logN: 4))
        #expect(try await !hasher.verify("", against: nil).matches)
        #expect(try await !hasher.verify(phrase, against: nil).matches)
    }

    @Test func whenTooManyWaitTheNextIsToldToComeBack() async throws {
        let hasher = PasswordHasher(cost: PasswordCost(logN: 12), parallelism: 1, waitingLimit: 2)
        let refused = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await hasher.hash(phrase)
                        return false
                    } catch let problem as Problem {
                        return problem.code == .unavailable
                    }
                }
            }
            var refused = 0
            for try await one in group where one { refused += 1 }
            return refused
        }
        #expect(refused > 0 && refused < 20)
        _ = try await hasher.hash(phrase)
    }

    @Test(arguments: ["", "krótkie", "12345678901", "password1234", "Hasło Hasło 12", "aaaaaaaaaaaaaaaa", "QWERTYUIOP12", "Anna.Nowak.1234", "anna.nowak12"])
    func weakPasswordsAreRefusedWithWords(_ password: String) throws {
        let problem = try #require(PasswordPolicy.problem(password, avoiding: ["anna.nowak", "Anna Nowak"]))
        #expect(problem.field == "password")
        #expect(!problem.message.isEmpty)
    }

    @Test(arguments: ["zielony rower nad stawem", "Źrebię-7-gwiazd", "ulica nowaka kwitnie bzem"])
    func longPasswordsAreTaken(_ password: String) {
        #expect(PasswordPolicy.problem(password, avoiding: ["anna.nowak", "Anna Nowak"]) == nil)
    }
}
