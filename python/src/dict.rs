//! A record in; the dict out that its line of JSON would give, without the line.
//!
//! Making objects is most of what a record costs beside finding it. So what thousands of dicts have in common is made
//! once: a dict of each form (`{"id": None, "span": None, …}`), which is copied and filled, and short words (`eq`,
//! `2024-12-31`, `个`), which nobody can change.

use std::fmt::{self, Display};
use std::hash::BuildHasher;

use chengnuo::record::Document;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use rustc_hash::FxBuildHasher;
use serde::Serialize;
use serde::ser::{self, Impossible, SerializeSeq, SerializeStruct, SerializeTuple};

/// Longer words seldom come again.
const SHORT: usize = 32;
/// How many short words are remembered, a power of two.
const WORDS: usize = 8192;

/// What records so far had in common.
#[derive(Default)]
pub struct Memory {
    forms: Vec<Form>,
    /// By hash; the later takes the place of the earlier.
    words: Vec<Option<Word>>,
}

/// The dicts of one type that have the same keys.
struct Form {
    name: &'static str,
    fields: usize,
    keys: Vec<(&'static str, Py<PyString>)>,
    /// With each key, without a value.
    blank: Py<PyDict>,
}

struct Word {
    letters: [u8; SHORT],
    length: usize,
    object: Py<PyString>,
}

/// The dict of a record. The collector of garbage is not called meanwhile: it would find none.
pub fn dict<'py>(py: Python<'py>, record: &Document, memory: &mut Memory) -> PyResult<Bound<'py, PyAny>> {
    let collector = py.import("gc")?;
    let collects = collector.call_method0("isenabled")?.is_truthy()?;
    if collects {
        collector.call_method0("disable")?;
    }
    memory.words.resize_with(WORDS, || None);
    let made = record.serialize(&mut Making { py, memory, items: Vec::new() });
    if collects {
        collector.call_method0("enable")?;
    }
    made.map_err(|Broken(error)| error)
}

struct Making<'m, 'py> {
    py: Python<'py>,
    memory: &'m mut Memory,
    /// Of the lists that are being made, one behind the other.
    items: Vec<Bound<'py, PyAny>>,
}

impl<'py> Making<'_, 'py> {
    fn words(&mut self, words: &str) -> Bound<'py, PyAny> {
        let letters = words.as_bytes();
        if letters.len() > SHORT {
            return PyString::new(self.py, words).into_any();
        }
        let hash = FxBuildHasher.hash_one(letters);
        let place = &mut self.memory.words[hash as usize % WORDS];
        if let Some(known) = place
            && known.letters[..known.length] == *letters
        {
            return known.object.bind(self.py).clone().into_any();
        }
        let object = PyString::new(self.py, words);
        let mut word = Word { letters: [0; SHORT], length: letters.len(), object: object.clone().unbind() };
        word.letters[..letters.len()].copy_from_slice(letters);
        *place = Some(word);
        object.into_any()
    }
}

impl<'a, 'm, 'py> ser::Serializer for &'a mut Making<'m, 'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Broken;
    type SerializeSeq = Items<'a, 'm, 'py>;
    type SerializeTuple = Items<'a, 'm, 'py>;
    type SerializeStruct = Fields<'a, 'm, 'py>;
    type SerializeTupleStruct = Impossible<Self::Ok, Broken>;
    type SerializeTupleVariant = Impossible<Self::Ok, Broken>;
    type SerializeMap = Impossible<Self::Ok, Broken>;
    type SerializeStructVariant = Impossible<Self::Ok, Broken>;

    fn serialize_bool(self, value: bool) -> Made<'py> {
        Ok(PyBool::new(self.py, value).to_owned().into_any())
    }

    fn serialize_i8(self, value: i8) -> Made<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Made<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Made<'py> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Made<'py> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn serialize_u8(self, value: u8) -> Made<'py> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Made<'py> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Made<'py> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Made<'py> {
        Ok(PyInt::new(self.py, value).into_any())
    }

    fn serialize_f32(self, value: f32) -> Made<'py> {
        self.serialize_f64(value.into())
    }

    /// JSON has no number that is none.
    fn serialize_f64(self, value: f64) -> Made<'py> {
        if value.is_finite() { Ok(PyFloat::new(self.py, value).into_any()) } else { self.serialize_unit() }
    }

    fn serialize_char(self, value: char) -> Made<'py> {
        Ok(self.words(value.encode_utf8(&mut [0; 4])))
    }

    fn serialize_str(self, value: &str) -> Made<'py> {
        Ok(self.words(value))
    }

    fn serialize_bytes(self, _: &[u8]) -> Made<'py> {
        Err(other("bytes"))
    }

    fn serialize_none(self) -> Made<'py> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made<'py> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made<'py> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made<'py> {
        Ok(self.words(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made<'py> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Made<'py> {
        Err(other(name))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Broken> {
        Ok(Items { first: self.items.len(), making: self })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Broken> {
        Ok(Items { first: self.items.len(), making: self })
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Broken> {
        Err(other(name))
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Broken> {
        Err(other(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Broken> {
        Err(other("a map"))
    }

    fn serialize_struct(self, name: &'static str, fields: usize) -> Result<Self::SerializeStruct, Broken> {
        let forms = &self.memory.forms;
        let form = forms.iter().position(|form| form.fields == fields && form.name == name);
        let dict = match form {
            Some(form) => forms[form].blank.bind(self.py).copy()?,
            None => PyDict::new(self.py),
        };
        Ok(Fields { making: self, name, fields, dict, form, filled: 0, keys: Vec::new() })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Broken> {
        Err(other(name))
    }
}

/// The items of a list so far.
struct Items<'a, 'm, 'py> {
    making: &'a mut Making<'m, 'py>,
    first: usize,
}

impl<'py> Items<'_, '_, 'py> {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        let item = value.serialize(&mut *self.making)?;
        self.making.items.push(item);
        Ok(())
    }

    fn list(self) -> Made<'py> {
        let items = self.making.items.drain(self.first..);
        Ok(PyList::new(self.making.py, items)?.into_any())
    }
}

impl<'py> SerializeSeq for Items<'_, '_, 'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Broken;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        self.add(value)
    }

    fn end(self) -> Made<'py> {
        self.list()
    }
}

impl<'py> SerializeTuple for Items<'_, '_, 'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Broken;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        self.add(value)
    }

    fn end(self) -> Made<'py> {
        self.list()
    }
}

/// The values of a dict so far.
struct Fields<'a, 'm, 'py> {
    making: &'a mut Making<'m, 'py>,
    name: &'static str,
    fields: usize,
    dict: Bound<'py, PyDict>,
    /// The form that `dict` was copied from.
    form: Option<usize>,
    filled: usize,
    /// Of a form that is not known yet.
    keys: Vec<(&'static str, Py<PyString>)>,
}

impl Fields<'_, '_, '_> {
    /// It has other keys than the form it was taken for: an error in place of a text.
    fn leave_form(&mut self) -> PyResult<()> {
        let Some(form) = self.form.take() else { return Ok(()) };
        let py = self.making.py;
        let filled = PyDict::new(py);
        for (_, key) in &self.making.memory.forms[form].keys[..self.filled] {
            filled.set_item(key, self.dict.get_item(key)?)?;
        }
        self.dict = filled;
        // What it begins with is not kept, so that its form is not learnt.
        self.fields = usize::MAX;
        Ok(())
    }
}

impl<'py> SerializeStruct for Fields<'_, '_, 'py> {
    type Ok = Bound<'py, PyAny>;
    type Error = Broken;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Broken> {
        let py = self.making.py;
        if let Some(form) = self.form {
            if let Some((known, key)) = self.making.memory.forms[form].keys.get(self.filled)
                && *known == name
            {
                let key = key.bind(py).clone();
                self.filled += 1;
                let value = value.serialize(&mut *self.making)?;
                if !value.is_none() {
                    self.dict.set_item(key, value)?;
                }
                return Ok(());
            }
            self.leave_form()?;
        }
        let key = PyString::intern(py, name);
        let value = value.serialize(&mut *self.making)?;
        self.dict.set_item(&key, value)?;
        self.keys.push((name, key.unbind()));
        Ok(())
    }

    fn end(mut self) -> Made<'py> {
        match self.form {
            Some(form) if self.filled < self.making.memory.forms[form].keys.len() => self.leave_form()?,
            None if self.keys.len() == self.fields => {
                let blank = PyDict::new(self.making.py);
                for (_, key) in &self.keys {
                    blank.set_item(key, self.making.py.None())?;
                }
                let (name, fields, keys) = (self.name, self.fields, self.keys);
                self.making.memory.forms.push(Form { name, fields, keys, blank: blank.unbind() });
            }
            _ => {}
        }
        Ok(self.dict.into_any())
    }
}

type Made<'py> = Result<Bound<'py, PyAny>, Broken>;

/// No dict can be made.
#[derive(Debug)]
pub struct Broken(PyErr);

/// Something that no record has.
fn other(what: &str) -> Broken {
    ser::Error::custom(format_args!("a record with {what}"))
}

impl From<PyErr> for Broken {
    fn from(error: PyErr) -> Broken {
        Broken(error)
    }
}

impl Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl std::error::Error for Broken {}

impl ser::Error for Broken {
    fn custom<T: Display>(words: T) -> Broken {
        Broken(Python::attach(|py| crate::error::internal(py, &words.to_string())))
    }
}
