"""A long list of choices is the same select that Django writes."""

import pytest
from bs4 import BeautifulSoup
from django import forms

from cms.base.widgets import LongSelect

CHOICES = [("", "Semua"), ("0001", "Polda <Aceh> & Barat"), (7, "– Polres 'Tujuh'")]


def select_of(widget, value):
    class Form(forms.Form):
        unit = forms.ChoiceField(choices=CHOICES, widget=widget, required=False)

    written = str(Form(data={"unit": value})["unit"])
    return BeautifulSoup(written, "html.parser").select_one("select")


def meaning(select):
    return select.attrs, [
        (option["value"], option.has_attr("selected"), option.get_text())
        for option in select.select("option")
    ]


@pytest.mark.parametrize("value", ["", "0001", "7", "nowhere", '"><script>'])
def test_a_long_select_says_what_djangos_says(value):
    assert meaning(select_of(LongSelect, value)) == meaning(select_of(forms.Select, value))


def test_names_of_units_cannot_write_html():
    assert "Polda &lt;Aceh&gt; &amp; Barat" in str(select_of(LongSelect, ""))


def test_a_long_select_takes_attributes():
    select = select_of(LongSelect(attrs={"class": "wide", "required": True}), "")

    assert (select["class"], select["required"]) == (["wide"], "")
