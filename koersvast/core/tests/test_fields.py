import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Sum
from django.test.utils import isolate_apps
from django.utils import translation

from koersvast.core.fields import MoneyField, PeriodField
from koersvast.core.formfields import AmountFormField, PeriodFormField
from koersvast.core.money import Total
from koersvast.core.periods import Period, parse_period

TEXTS = ["Q4 2022", "31-3-2023", "Q1 2023", "2-4-2023", "continu", "ooit"]


@pytest.fixture
def promise(transactional_db: None) -> Iterator[Any]:
    """A throw-away table with a period and an amount."""
    with isolate_apps():

        class Promise(models.Model):  # noqa: DJ008
            due = PeriodField(null=True)
            cost = MoneyField(null=True)

            class Meta:
                app_label = "core"

    with connection.schema_editor() as editor:
        editor.create_model(Promise)
    yield Promise
    with connection.schema_editor() as editor:
        editor.delete_model(Promise)


@pytest.fixture
def dated(promise: Any) -> Any:
    promise.objects.bulk_create(promise(due=parse_period(text)) for text in TEXTS)
    return promise


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        ("lt", {"Q4 2022"}),
        ("lte", {"Q4 2022", "31-3-2023", "Q1 2023"}),
        ("gt", {"2-4-2023", "continu", "ooit"}),
        ("gte", {"31-3-2023", "Q1 2023", "2-4-2023", "continu", "ooit"}),
    ],
)
def test_a_period_column_compares_with_a_day_on_its_last_day(
    dated: Any, lookup: str, expected: set[str]
) -> None:
    found = dated.objects.filter(**{f"due__{lookup}": dt.date(2023, 3, 31)})
    assert {row.due.text for row in found} == expected


def test_a_period_column_sorts_and_finds_as_periods_do(dated: Any) -> None:
    rows = [row.due for row in dated.objects.order_by("due")]
    assert rows == sorted(parse_period(text) for text in TEXTS)
    assert dated.objects.get(due=parse_period("Q1 2023")).due.text == "Q1 2023"
    assert dated.objects.filter(due__lte=parse_period("Q1 2023")).count() == 2
    with pytest.raises(TypeError):
        dated.objects.filter(due=dt.date(2023, 3, 31)).exists()


@pytest.mark.parametrize("value", [dt.date(2023, 3, 31), "2023-03-31"])
def test_a_day_or_a_text_is_saved_as_a_period(promise: Any, value: object) -> None:
    row = promise.objects.create(due=value)
    row.refresh_from_db()
    assert row.due == Period.day(dt.date(2023, 3, 31))


def test_no_period_and_no_amount_stay_empty(promise: Any) -> None:
    row = promise.objects.create(due=None, cost=None)
    row.refresh_from_db()
    assert (row.due, row.cost) == (None, None)
    assert promise.objects.aggregate(total=Sum("cost"))["total"] is None


def test_a_column_can_be_filled_from_another_column(promise: Any) -> None:
    row = promise.objects.create(due=parse_period("2023"), cost=5)
    promise.objects.update(due=F("due"), cost=F("cost"))
    row.refresh_from_db()
    assert (row.due.text, row.cost) == ("2023", Decimal(5))


def test_sums_of_money_are_exact_decimals(promise: Any) -> None:
    promise.objects.bulk_create(promise(cost=Decimal("0.10")) for _ in range(3))
    total = promise.objects.aggregate(total=Sum("cost"))["total"]
    assert total == Decimal("0.30")
    assert isinstance(total, Decimal)
    doubled = Sum(F("cost") + F("cost"), output_field=MoneyField())
    assert promise.objects.aggregate(total=doubled)["total"] == Decimal("0.60")
    assert promise.objects.filter(cost__gte=Decimal("0.10"), cost__lt=Decimal("0.11")).count() == 3


@pytest.mark.parametrize("lookup", ["exact", "lt", "lte", "gt", "gte"])
def test_money_is_never_compared_with_a_float(promise: Any, lookup: str) -> None:
    with pytest.raises(TypeError):
        promise.objects.filter(**{f"cost__{lookup}": 0.5}).exists()


def test_the_database_keeps_cents() -> None:
    field = MoneyField()
    assert field.get_prep_value(Decimal("12.50")) == 1250
    assert field.get_prep_value(12) == 1200
    assert field.get_prep_value("1,2 mln") == 120000000
    assert field.get_prep_value("") is None
    assert field.get_prep_value(" ") is None
    assert field.from_db_value(1250, None, connection) == Decimal("12.50")
    assert field.from_db_value(Decimal("1250.5"), None, connection) == Decimal("12.51")


@pytest.mark.parametrize("value", [1.5, True])
def test_a_money_column_refuses_what_is_not_exact(value: object) -> None:
    with pytest.raises(TypeError):
        MoneyField().get_prep_value(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [(Decimal("0.001"), "too_many_decimals"), ("veel", "not_a_number"), ("pm", "pm_not_allowed")],
)
def test_a_money_column_says_what_is_wrong_with_an_amount(value: object, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MoneyField().get_prep_value(value)
    assert refused.value.code == code


def test_a_period_is_not_a_moment() -> None:
    with pytest.raises(TypeError):
        PeriodField().get_prep_value(dt.datetime(2023, 1, 1, tzinfo=dt.UTC))


def test_a_text_that_does_not_fit_the_column_is_refused() -> None:
    field = PeriodField(null=True)
    assert field.clean(parse_period("x" * 260), None).text == "x" * 260
    with pytest.raises(ValidationError):
        field.clean("x" * 300, None)


def test_postgresql_sorts_periods_in_plain_character_order() -> None:
    field = PeriodField()
    assert "collation" in field.db_parameters(connection)
    real = SimpleNamespace(
        vendor="postgresql",
        data_types=connection.data_types,
        data_type_check_constraints={},
        ops=connection.ops,
    )
    assert field.db_parameters(real)["collation"] == "C"  # type: ignore[arg-type]


@pytest.mark.parametrize("field", [PeriodField(null=True), MoneyField()])
def test_a_migration_can_rebuild_the_field(field: Any) -> None:
    _, path, args, kwargs = field.deconstruct()
    assert path == f"koersvast.core.fields.{type(field).__name__}"
    assert type(field)(*args, **kwargs).deconstruct()[1:] == (path, args, kwargs)


@pytest.mark.parametrize("text", ["Q4 2021", "week 15", "ooit", "continu"])
def test_a_serialised_period_comes_back_with_its_text(text: str) -> None:
    field = PeriodField()
    field.set_attributes_from_name("due")
    period = parse_period(text, year=2021)
    written = field.value_to_string(SimpleNamespace(due=period))  # type: ignore[arg-type]
    assert field.to_python(written) == period
    assert field.value_to_string(SimpleNamespace(due=None)) == ""  # type: ignore[arg-type]
    assert field.to_python("") is None


def test_a_serialised_amount_comes_back() -> None:
    field = MoneyField()
    field.set_attributes_from_name("cost")
    written = field.value_to_string(SimpleNamespace(cost=Decimal(1058)))  # type: ignore[arg-type]
    assert written == "1058.00"
    assert field.to_python(written) == Decimal(1058)
    assert field.value_to_string(SimpleNamespace(cost=None)) == ""  # type: ignore[arg-type]


def test_the_model_fields_bring_their_own_form_fields() -> None:
    period, amount = PeriodField().formfield(), MoneyField().formfield()
    assert isinstance(period, PeriodFormField) and period.max_length == 260
    assert isinstance(amount, AmountFormField) and amount.help_text
    assert PeriodField().formfield(allow_unreadable=True).allow_unreadable
    assert MoneyField(help_text="Of the year").formfield().help_text == "Of the year"


def test_a_period_is_typed_as_text_and_shown_as_it_reads_back() -> None:
    field = PeriodFormField(required=False, year=2021)
    week = field.clean(" week 15 ")
    assert week == parse_period("week 15", year=2021)
    assert field.prepare_value(week) == "2021-W15"
    assert field.prepare_value("typed") == "typed"
    assert field.clean(week) == week
    assert field.clean("") is field.clean("  ") is None


def test_an_unreadable_period_is_refused_unless_allowed() -> None:
    with pytest.raises(ValidationError) as refused:
        PeriodFormField().clean("31 februari 2023")
    assert refused.value.code == "unreadable"
    assert "31 februari 2023" in refused.value.messages[0]
    kept = PeriodFormField(allow_unreadable=True).clean("na besluit")
    assert kept.text == "na besluit" and not kept.is_readable


def test_a_period_that_is_too_long_or_missing_is_refused() -> None:
    with pytest.raises(ValidationError):
        PeriodFormField(allow_unreadable=True, max_length=5).clean("na besluit")
    with pytest.raises(ValidationError):
        PeriodFormField().clean(" ")


def test_a_period_has_changed_only_when_its_text_has() -> None:
    field = PeriodFormField()
    week = parse_period("week 15", year=2021)
    assert not field.has_changed(week, " 2021-W15 ")
    assert not field.has_changed(None, "")
    assert field.has_changed(week, "2021-W16")
    assert not PeriodFormField(disabled=True).has_changed(week, "2021-W16")


@pytest.mark.parametrize(("text", "code"), [("1,058", "ambiguous"), ("pm", "pm_not_allowed")])
def test_an_amount_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AmountFormField().clean(text)
    assert refused.value.code == code


def test_an_amount_field_gives_euros_and_with_pm_a_total() -> None:
    assert AmountFormField().clean("1.058.000") == Decimal(1058000)
    assert AmountFormField(allow_pm=True).clean("pm") == Total(pm=True)
    assert AmountFormField(allow_pm=True).clean("12,50") == Total(Decimal("12.50"))
    assert AmountFormField(required=False).clean("") is None
    assert AmountFormField(required=False).clean(" ") is None


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("euros", ["1058", "1058000.50", "-180000", "0", "12.50"])
def test_a_shown_amount_reads_back_in_either_language(language: str, euros: str) -> None:
    field = AmountFormField()
    with translation.override(language):
        shown = field.prepare_value(Decimal(euros))
        assert field.clean(shown) == Decimal(euros)
        assert not field.has_changed(Decimal(euros), shown)
    assert field.prepare_value("typed") == "typed"


def test_an_amount_has_changed_when_its_value_has() -> None:
    field = AmountFormField()
    assert not field.has_changed(Decimal("12.50"), "12,5")
    assert field.has_changed(Decimal("12.50"), "veel")
    assert not AmountFormField(disabled=True).has_changed(Decimal(1), "2")


def test_a_form_shows_what_was_stored() -> None:
    class PromiseForm(forms.Form):
        due = PeriodFormField(initial=parse_period("Q4 2021"))
        cost = AmountFormField(initial=Decimal("1058000"))

    with translation.override("nl"):
        page = PromiseForm().as_p()
    assert 'value="Q4 2021"' in page
    assert 'value="1.058.000"' in page


def test_a_period_prints_itself_in_the_active_language() -> None:
    with translation.override("en"):
        assert str(parse_period("28-2-2023")) == "28 Feb 2023"
    with translation.override("nl"):
        assert str(parse_period("28-2-2023")) == "28 feb 2023"
