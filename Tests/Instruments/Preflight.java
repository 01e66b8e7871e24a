import java.io.File;
import java.util.TreeSet;
import org.apache.pdfbox.preflight.PreflightDocument;
import org.apache.pdfbox.preflight.ValidationResult;
import org.apache.pdfbox.preflight.parser.PreflightParser;

/** Says of every file whether Apache Preflight takes it for PDF/A-1b: a line "VALID name" or "INVALID name: reasons" each. */
public class Preflight {
    public static void main(String[] files) {
        int wrong = 0;
        for (String file : files) {
            try {
                PreflightParser parser = new PreflightParser(new File(file));
                parser.parse();
                try (PreflightDocument document = parser.getPreflightDocument()) {
                    document.validate();
                    ValidationResult result = document.getResult();
                    TreeSet<String> reasons = new TreeSet<>();
                    for (ValidationResult.ValidationError e : result.getErrorsList()) reasons.add(e.getErrorCode() + " " + e.getDetails());
                    if (!result.isValid()) wrong++;
                    System.out.println(result.isValid() ? "VALID " + file : "INVALID " + file + ": " + reasons);
                }
            } catch (Exception e) {
                wrong++;
                System.out.println("INVALID " + file + ": " + e);
            }
        }
        System.exit(wrong == 0 ? 0 : 1);
    }
}
