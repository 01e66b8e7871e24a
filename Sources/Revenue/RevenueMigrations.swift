public import Store

/// The tables of taxes and fees, in the office's database.
public enum RevenueMigrations {
    public static let all: [Migration] =
        RegisterMigrations.all + LedgerMigrations.all + AssessmentMigrations.all + BankMigrations.all + ArrearsMigrations.all + OfficeMigrations.all
}
