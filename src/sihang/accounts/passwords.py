"""How long a password must be, said in both languages: Django's own sentence has no Chinese yet."""

from django.contrib.auth.password_validation import MinimumLengthValidator

from sihang.bilingual import both


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return both(f"密码太短，至少 {self.min_length} 个字符", f"Too short; use at least {self.min_length} characters")

    def get_help_text(self) -> str:
        return both(f"至少 {self.min_length} 个字符。", f"At least {self.min_length} characters.")
