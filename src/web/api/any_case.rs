//! Matches the names of parameters and fields in any letter case, as the earlier service did for
//! settings.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

/// A struct with lowercase field names, deserialized from names in any letter case. A name that is
/// repeated in another case is a duplicate.
pub(super) struct AnyCase<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for AnyCase<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(StructVisitor(PhantomData)).map(Self)
    }
}

impl<T: PartialSchema> PartialSchema for AnyCase<T> {
    fn schema() -> RefOr<Schema> {
        T::schema()
    }
}

struct StructVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for StructVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(LowercaseKeys(map)))
    }
}

/// The entries of a map, with their keys in lowercase.
struct LowercaseKeys<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for LowercaseKeys<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some(key) = self.0.next_key::<String>()? else { return Ok(None) };
        seed.deserialize(key.to_ascii_lowercase().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}
