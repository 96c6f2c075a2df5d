"""Documents on paper: tagged PDFs (PDF/UA-1) made of plain blocks by typst.

``blocks`` says what a document is made of, ``document.typ`` how it looks, ``printing``
has it set by a process of its own (``press``) and ``answers`` sends it. Words of people
go in as data and never as typst's own language.
"""
