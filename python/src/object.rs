//! JSON in; dicts, lists, strings and numbers of Python out.
//!
//! A record has the same few keys thousands of times: each is made once.

use std::collections::HashMap;
use std::fmt;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// The keys so far.
#[derive(Default)]
pub struct Keys(HashMap<Box<str>, Py<PyString>>);

/// The object that JSON describes.
pub fn object<'py>(py: Python<'py>, json: &[u8], keys: &mut Keys) -> PyResult<Bound<'py, PyAny>> {
    let mut from = serde_json::Deserializer::from_slice(json);
    let value = Value { py, keys }.deserialize(&mut from);
    value.map_err(|error| crate::error::internal(py, &format!("a record: {error}")))
}

struct Value<'k, 'py> {
    py: Python<'py>,
    keys: &'k mut Keys,
}

impl Keys {
    fn key<'py>(&mut self, py: Python<'py>, words: &str) -> Bound<'py, PyString> {
        if let Some(known) = self.0.get(words) {
            return known.bind(py).clone();
        }
        let key = PyString::intern(py, words);
        self.0.insert(words.into(), key.clone().unbind());
        key
    }
}

impl<'de, 'py> DeserializeSeed<'de> for Value<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, 'py> Visitor<'de> for Value<'_, 'py> {
    type Value = Bound<'py, PyAny>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.py.None().into_bound(self.py))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(PyBool::new(self.py, truth).to_owned().into_any())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.py, number).into_any())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(PyInt::new(self.py, number).into_any())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(PyFloat::new(self.py, number).into_any())
    }

    fn visit_str<E>(self, words: &str) -> Result<Self::Value, E> {
        Ok(PyString::new(self.py, words).into_any())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let list = PyList::empty(self.py);
        while let Some(value) = from.next_element_seed(Value { py: self.py, keys: self.keys })? {
            list.append(value).map_err(A::Error::custom)?;
        }
        Ok(list.into_any())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
        let dict = PyDict::new(self.py);
        while let Some(key) = from.next_key_seed(Key(Value { py: self.py, keys: self.keys }))? {
            let value = from.next_value_seed(Value { py: self.py, keys: self.keys })?;
            dict.set_item(key, value).map_err(A::Error::custom)?;
        }
        Ok(dict.into_any())
    }
}

struct Key<'k, 'py>(Value<'k, 'py>);

impl<'de, 'py> DeserializeSeed<'de> for Key<'_, 'py> {
    type Value = Bound<'py, PyString>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de, 'py> Visitor<'de> for Key<'_, 'py> {
    type Value = Bound<'py, PyString>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a name")
    }

    fn visit_str<E>(self, words: &str) -> Result<Self::Value, E> {
        Ok(self.0.keys.key(self.0.py, words))
    }
}
